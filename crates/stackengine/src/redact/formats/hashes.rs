//! Passwords that were hashed: short ones can be guessed from them.

use super::format::{Format, Run::*, at_least, exactly, token};
use super::sets::*;
use crate::redact::Kind::*;
use crate::redact::bytes::Bytes;

const CRYPT5: &str = "https://man7.org/linux/man-pages/man5/crypt.5.html";
const HTPASSWD: &str = "https://httpd.apache.org/docs/current/misc/password_encryptions.html";
const OPENLDAP: &str = "https://www.openldap.org/doc/admin26/security.html";

pub(super) static FORMATS: &[Format] = &[
    token(
        "bcrypt",
        PasswordHash,
        &["$2a$", "$2b$", "$2y$", "$2x$"],
        &[exactly(DIGIT, 2), Is("$"), exactly(CRYPT, 53)],
        CRYPT5,
    ),
    token("sha-crypt", PasswordHash, &["$5$", "$6$"], &[Of(Bytes::of("A-Za-z0-9./=$"), 44, 160)], CRYPT5),
    token("yescrypt", PasswordHash, &["$y$", "$gy$", "$7$"], &[Of(Bytes::of("A-Za-z0-9./$"), 40, 160)], CRYPT5),
    token("md5-crypt", PasswordHash, &["$apr1$", "$1$"], &[Of(CRYPT, 1, 8), Is("$"), exactly(CRYPT, 22)], HTPASSWD),
    token("htpasswd-sha", PasswordHash, &["{SHA}"], &[exactly(BASE64, 27), Is("=")], HTPASSWD),
    token(
        "ldap-salted",
        PasswordHash,
        &["{SSHA}", "{SSHA256}", "{SSHA512}", "{SMD5}", "{PBKDF2-SHA512}", "{CRYPT}"],
        &[at_least(Bytes::of("A-Za-z0-9+/=$."), 24)],
        OPENLDAP,
    ),
    token(
        "scram",
        PasswordHash,
        &["SCRAM-SHA-256$", "SCRAM-SHA-1$", "SCRAM-SHA-512$"],
        &[Of(DIGIT, 3, 8), Is(":"), Of(PADDED, 8, 64), Is("$"), Of(PADDED, 24, 96), Is(":"), Of(PADDED, 24, 96)],
        "https://www.postgresql.org/docs/current/catalog-pg-authid.html",
    ),
    token(
        "argon2",
        PasswordHash,
        &["$argon2id$", "$argon2i$", "$argon2d$"],
        &[at_least(Bytes::of("A-Za-z0-9+/=$,"), 40)],
        "https://www.rfc-editor.org/rfc/rfc9106",
    ),
    token(
        "pbkdf2",
        PasswordHash,
        &["pbkdf2_sha256$", "pbkdf2_sha1$"],
        &[Of(DIGIT, 3, 8), Is("$"), Of(ALNUM, 4, 64), Is("$"), Of(PADDED, 24, 96)],
        "https://docs.djangoproject.com/en/stable/topics/auth/passwords/",
    ),
    token(
        "passlib-pbkdf2",
        PasswordHash,
        &["$pbkdf2-sha256$", "$pbkdf2-sha512$", "$pbkdf2$"],
        &[at_least(Bytes::of("A-Za-z0-9./+$"), 24)],
        "https://passlib.readthedocs.io/en/stable/lib/passlib.hash.pbkdf2_digest.html",
    ),
    token(
        "phpass",
        PasswordHash,
        &["$P$", "$H$", "$wp$"],
        &[Of(Bytes::of("A-Za-z0-9./$"), 31, 80)],
        "https://developer.wordpress.org/reference/functions/wp_hash_password/",
    ),
    token(
        "scrypt-hash",
        PasswordHash,
        &["$scrypt$", "$s2$", "scrypt:"],
        &[at_least(Bytes::of("A-Za-z0-9./+=$:,"), 40)],
        "https://passlib.readthedocs.io/en/stable/lib/passlib.hash.scrypt.html",
    ),
    token(
        "grub-hash",
        PasswordHash,
        &["grub.pbkdf2.sha512."],
        &[Of(DIGIT, 3, 8), Is("."), at_least(Bytes::of("A-F0-9."), 100)],
        "https://www.gnu.org/software/grub/manual/grub/grub.html",
    ),
    token(
        "mysql-hash",
        PasswordHash,
        &["IDENTIFIED BY PASSWORD", "mysql_native_password", "authentication_string"],
        &[Gap, Maybe(&["*"]), exactly(UPPER, 40)],
        "https://dev.mysql.com/doc/refman/8.4/en/native-pluggable-authentication.html",
    ),
    token(
        "redis-acl-hash",
        PasswordHash,
        &["user default on", "~* +@all", "sanitize-payload", "ACL SETUSER"],
        &[Gap, Is("#"), exactly(HEX, 64)],
        "https://redis.io/docs/latest/operate/oss_and_stack/management/security/acl/",
    ),
];
