// Which addresses are asked: HTTPS, or this very machine. The page says so early; the frame that sends has the last word.

/** The address, or the sentence why it is not asked. */
export function checked(text: string): URL | string {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return "that is no address: write it out, as https://HOST/v1/chat/completions";
  }
  if (url.username !== "" || url.password !== "") return "the address has a user in it: a key belongs into its field";
  if (url.protocol === "https:") return url;
  if (url.protocol !== "http:") return "the address is neither https nor http";
  if (isLoopback(url)) return url;
  // A browser's policy has no way to name this one.
  if (url.hostname === "[::1]") return "write localhost instead of [::1]";
  return "that is plain HTTP to another machine, where everybody between reads along: use https";
}

export function isLoopback(url: URL): boolean {
  return url.hostname === "localhost" || url.hostname === "127.0.0.1";
}
