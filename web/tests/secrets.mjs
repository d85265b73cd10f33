// Secrets by chance, and the ways in which a program may have written one down: those of crates/stackengine/tests/ask.

const LETTERS = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
const SIGNS = "!#%&*+/=?@^~$";

/** So many secrets, the same in every run, of several shapes: passwords with signs, with quotes, tokens, long keys. */
export function made(n) {
  let state = 0x2545f491;
  const next = (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
  return Array.from({ length: n }, (_, at) => {
    const length = [10, 14, 20, 32, 48][at % 5];
    const word = Array.from({ length }, () => LETTERS[next(LETTERS.length)]);
    if (at % 3 !== 2) for (let sign = 0; sign < 3; sign += 1) word[1 + next(length - 2)] = SIGNS[next(SIGNS.length)];
    if (at % 6 === 1) word.splice(length / 2, 2, '"', "\\");
    return word.join("");
  });
}

/** The secret in every encoding that is looked for, each with its name. */
export function encoded(secret) {
  const bytes = Buffer.from(secret);
  const base64 = (text) => Buffer.from(text).toString("base64").replace(/=+$/, "");
  const each = (write) => [...bytes].map(write).join("");
  const hex = (byte) => byte.toString(16).padStart(2, "0");
  const plain = (byte) => /[A-Za-z0-9\-_.~]/.test(String.fromCharCode(byte));
  const json = (text) => text.replaceAll("\\", "\\\\").replaceAll('"', '\\"');
  return Object.entries({
    plain: secret,
    base64: base64(secret),
    "base64-one-off": base64(`x${secret}`),
    "base64-two-off": base64(`xy${secret}`),
    base64url: base64(secret).replaceAll("+", "-").replaceAll("/", "_"),
    "base64-twice": base64(base64(secret)),
    hex: each(hex),
    "hex-upper": each((byte) => hex(byte).toUpperCase()),
    percent: each((byte) => (plain(byte) ? String.fromCharCode(byte) : `%${hex(byte).toUpperCase()}`)),
    "percent-all": each((byte) => `%${hex(byte)}`),
    "percent-all-upper": each((byte) => `%${hex(byte).toUpperCase()}`),
    json: json(secret),
    "json-twice": json(json(secret)),
    "quoted-printable": secret.replaceAll("=", "=3D"),
    html: secret.replaceAll("&", "&amp;").replaceAll('"', "&quot;"),
  });
}
