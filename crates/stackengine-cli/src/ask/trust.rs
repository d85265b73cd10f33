//! Whose certificates are trusted: those of a file that the user names, else those that the system trusts.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use ureq::tls::{Certificate, PemItem, RootCerts, parse_pem};

/// The variable that OpenSSL and those after it read.
const VARIABLE: &str = "SSL_CERT_FILE";

/// The authorities for a connection to this address.
pub(crate) fn roots(file: Option<&Path>, address: &str) -> Result<RootCerts, String> {
    if !address.starts_with("https:") {
        return Ok(RootCerts::WebPki);
    }
    let told = env::var_os(VARIABLE).filter(|name| !name.is_empty()).map(PathBuf::from);
    match (file, told) {
        (Some(file), _) => named(file, "--ca-file"),
        (None, Some(file)) => named(&file, VARIABLE),
        (None, None) => Ok(of_the_system()),
    }
}

fn named(file: &Path, by: &str) -> Result<RootCerts, String> {
    let name = file.display();
    let pem = fs::read(file).map_err(|error| format!("failed to read the certificates of {by}: {name}: {error}"))?;
    let mut certificates = Vec::new();
    for item in parse_pem(&pem) {
        match item {
            Ok(PemItem::Certificate(certificate)) => certificates.push(certificate),
            Ok(_) => {}
            Err(_) => return Err(format!("failed to read the certificates of {by}: {name} is broken PEM")),
        }
    }
    match certificates.is_empty() {
        true => Err(format!("failed to read the certificates of {by}: {name} has none (it must be PEM)")),
        false => Ok(RootCerts::from(certificates)),
    }
}

/// Windows and macOS judge themselves, by what their owner's company has put there.
#[cfg(any(windows, target_vendor = "apple"))]
fn of_the_system() -> RootCerts {
    RootCerts::PlatformVerifier
}

/// Elsewhere there is a file or a folder of them; where there is none, as in a bare container, those that browsers trust.
#[cfg(not(any(windows, target_vendor = "apple")))]
fn of_the_system() -> RootCerts {
    let found = rustls_native_certs::load_native_certs().certs;
    if found.is_empty() {
        return RootCerts::WebPki;
    }
    found.iter().map(|certificate| Certificate::from_der(certificate).to_owned()).collect::<Vec<_>>().into()
}
