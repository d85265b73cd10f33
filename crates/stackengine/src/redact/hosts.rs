//! Which hosts everybody knows, so that hiding them would only make a text harder to read.

use super::bytes::Bytes;

/// What a name of a host is written with.
pub(super) const HOST: Bytes = Bytes::of("A-Za-z0-9._-");

/// Domains whose hosts, with all below them, say nothing of whoever talks to them.
const PUBLIC: &[&str] = &[
    // Reserved for documentation and tests, and this machine.
    "example",
    "example.com",
    "example.net",
    "example.org",
    "invalid",
    "localhost",
    "test",
    "localhost.localdomain",
    "host.docker.internal",
    "metadata.google.internal",
    "image-registry.openshift-image-registry.svc",
    "kubernetes.default",
    "kubernetes.default.svc",
    "kubernetes.default.svc.cluster.local",
    // Registries, packages and code.
    "alpinelinux.org",
    "anaconda.org",
    "apache.org",
    "artifacthub.io",
    "bitbucket.org",
    "bitnami.com",
    "centos.org",
    "conda.io",
    "crates.io",
    "debian.org",
    "docker.com",
    "docker.io",
    "ecr.aws",
    "fedoraproject.org",
    "gcr.io",
    "ghcr.io",
    "git-scm.com",
    "github.com",
    "github.io",
    "githubusercontent.com",
    "gitlab.com",
    "go.dev",
    "golang.org",
    "gopkg.in",
    "gradle.com",
    "gradle.org",
    "helm.sh",
    "k8s.io",
    "lscr.io",
    "mariadb.org",
    "maven.org",
    "mcr.microsoft.com",
    "nodejs.org",
    "npmjs.com",
    "npmjs.org",
    "nuget.org",
    "nvcr.io",
    "packagist.org",
    "pkg.dev",
    "pypi.org",
    "python.org",
    "pythonhosted.org",
    "quay.io",
    "redhat.com",
    "redhat.io",
    "rubygems.org",
    "rust-lang.org",
    "sigstore.dev",
    "sonatype.org",
    "ubuntu.com",
    "yarnpkg.com",
    // Documentation, schemas and standards.
    "argoproj.io",
    "cert-manager.io",
    "cncf.io",
    "elastic.co",
    "envoyproxy.io",
    "fluxcd.io",
    "gnu.org",
    "goharbor.io",
    "grafana.com",
    "hashicorp.com",
    "ietf.org",
    "istio.io",
    "java.com",
    "jenkins.io",
    "json-schema.org",
    "json.schemastore.org",
    "k3s.io",
    "kernel.org",
    "keycloak.org",
    "knative.dev",
    "konghq.com",
    "kubernetes.io",
    "linkerd.io",
    "linuxfoundation.org",
    "min.io",
    "mongodb.com",
    "mongodb.org",
    "mozilla.org",
    "mysql.com",
    "nginx.com",
    "nginx.org",
    "openapis.org",
    "opencontainers.org",
    "openshift.com",
    "opentelemetry.io",
    "oracle.com",
    "postgresql.org",
    "prometheus.io",
    "rancher.com",
    "rancher.io",
    "readthedocs.io",
    "redis.io",
    "rfc-editor.org",
    "schema.org",
    "schemastore.org",
    "sourceforge.net",
    "spdx.org",
    "spring.io",
    "stackoverflow.com",
    "sun.com",
    "swagger.io",
    "traefik.io",
    "w3.org",
    "wikipedia.org",
    "xmlsoap.org",
    "yaml.org",
    // Services that everybody calls by the same name.
    "aka.ms",
    "amazon.com",
    "anthropic.com",
    "api.mailgun.net",
    "api.telegram.org",
    "cloudflare.com",
    "datadoghq.com",
    "datadoghq.eu",
    "discord.com",
    "discordapp.com",
    "dns.google",
    "dynatrace.com",
    "facebook.com",
    "google.com",
    "googleapis.com",
    "goo.gl",
    "heroku.com",
    "hc-ping.com",
    "hooks.zapier.com",
    "huggingface.co",
    "ingest.sentry.io",
    "letsencrypt.org",
    "microsoft.com",
    "microsoftonline.com",
    "management.azure.com",
    "newrelic.com",
    "openai.com",
    "opsgenie.com",
    "outlook.office.com",
    "pagerduty.com",
    "sendgrid.com",
    "sendgrid.net",
    "sentry.io",
    "slack.com",
    "stripe.com",
    "twilio.com",
    "twitter.com",
    "webhook.office.com",
    "youtube.com",
];

/// Whether everybody knows this host.
pub(super) fn is_public(host: &[u8]) -> bool {
    let host = host.strip_suffix(b".").unwrap_or(host);
    if bucket_of(host).is_some() {
        return true;
    }
    if let Some(before) = ends_with_domain(host, b"amazonaws.com") {
        // `sts.eu-west-1` is everybody's; what has three names before it is somebody's.
        return before.split(|&byte| byte == b'.').count() <= 2;
    }
    PUBLIC.iter().any(|domain| ends_with_domain(host, domain.as_bytes()).is_some())
}

/// The bucket that a host of an object store begins with; the rest of the host is everybody's.
pub(super) fn bucket_of(host: &[u8]) -> Option<&[u8]> {
    if let Some(bucket) = ends_with_domain(host, b"storage.googleapis.com") {
        return Some(bucket);
    }
    let before = ends_with_domain(host, b"amazonaws.com").or_else(|| ends_with_domain(host, b"amazonaws.com.cn"))?;
    let mut end = 0;
    for label in before.split(|&byte| byte == b'.') {
        let is_store = label == b"s3" || label.starts_with(b"s3-") || label.starts_with(b"s3express");
        if is_store && end > 0 {
            return before.get(..end - 1);
        }
        if is_store {
            return Some(&[]);
        }
        end += label.len() + 1;
    }
    None
}

/// What is before this domain, if the host is in it.
pub(super) fn ends_with_domain<'h>(host: &'h [u8], domain: &[u8]) -> Option<&'h [u8]> {
    let at = host.len().checked_sub(domain.len())?;
    let (before, end) = host.split_at_checked(at)?;
    if !end.eq_ignore_ascii_case(domain) {
        return None;
    }
    if before.is_empty() { Some(before) } else { before.strip_suffix(b".") }
}

/// Whether it can be the name of a host at all: labels between single dots, none of which begins or ends badly.
pub(super) fn is_name(host: &[u8]) -> bool {
    let host = host.strip_suffix(b".").unwrap_or(host);
    !host.is_empty()
        && host.len() < 254
        && host.split(|&byte| byte == b'.').all(|label| {
            !label.is_empty()
                && label.len() < 64
                && label.iter().all(|&byte| HOST.contains(byte))
                && label.first() != Some(&b'-')
                && label.last() != Some(&b'-')
        })
}

/// The four numbers of an address.
pub(super) fn octets(written: &[u8]) -> Option<[u8; 4]> {
    let mut octets = [0; 4];
    let mut parts = written.split(|&byte| byte == b'.');
    for octet in &mut octets {
        let part = parts.next()?;
        if part.is_empty() || part.len() > 3 || part.len() > 1 && part.first() == Some(&b'0') {
            return None;
        }
        let mut number = 0_u16;
        for &digit in part {
            if !digit.is_ascii_digit() {
                return None;
            }
            number = number * 10 + u16::from(digit - b'0');
        }
        *octet = u8::try_from(number).ok()?;
    }
    parts.next().is_none().then_some(octets)
}

/// Whether this address is everybody's: of this machine, of documentation, of a public resolver, of the metadata.
pub(super) fn is_everybodys(octets: [u8; 4]) -> bool {
    matches!(
        octets,
        [0 | 127 | 224..=255, ..]
            | [169, 254, 169, 253 | 254]
            | [169, 254, 170, 2]
            | [168, 63, 129, 16]
            | [192, 0, 2, _]
            | [198, 51, 100, _]
            | [203, 0, 113, _]
            | [8, 8, 8, 8]
            | [8, 8, 4, 4]
            | [1, 1, 1, 1]
            | [1, 0, 0, 1]
            | [9, 9, 9, 9]
            | [149, 112, 112, 112]
            | [208, 67, 222, 222]
            | [208, 67, 220, 220]
            | [4, 2, 2, 1..=6]
    ) || octets == [10, 0, 0, 0]
        || octets == [172, 16, 0, 0]
        || octets == [192, 168, 0, 0]
}
