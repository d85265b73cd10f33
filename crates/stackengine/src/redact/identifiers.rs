//! Who somebody is: accounts, subscriptions, projects, principals, people.

use std::ops::Range;

use super::Kind;
use super::bytes::{
    ALNUM, Bytes, DIGIT, WORD, before, begins_word, ends_word, goes_on, goes_on_in_any_case, run, run_back,
};
use super::find::Find;
use super::hosts::{HOST, ends_with_domain, is_name};

/// What an identifier begins with, or what is said before one.
pub(super) const TRIGGERS: &[&str] = &[
    "arn:aws",
    "AROA",
    "AIDA",
    "AGPA",
    "AIPA",
    "ANPA",
    "ANVA",
    "APKA",
    "ASCA",
    "account",
    ".dkr.ecr",
    "subscription",
    "tenant",
    "client-id",
    "client_id",
    "clientid",
    "client id",
    "object-id",
    "object_id",
    "objectid",
    "object id",
    "principal-id",
    "principalid",
    "principal_id",
    "app-id",
    "app_id",
    "appid",
    "identityid",
    "identity_id",
    "microsoftonline.com",
    "sts.windows.net",
    ".iam.gserviceaccount",
    "gcr.io/",
    "-docker.pkg.dev/",
    "projects/",
    "project_id",
    "project-id",
    "projectid",
    "cloud_project",
    "gcp_project",
    "core_project",
    "gcloud_project",
    "/home/",
    "/Users/",
    ":\\Users\\",
    ":\\\\Users\\\\",
];

/// Finds the identifier where one of the triggers was seen.
pub(super) fn at(text: &[u8], hit: Range<usize>, finds: &mut Vec<Find>) {
    let Some(seen) = text.get(hit.clone()) else { return };
    let found = match seen.to_ascii_lowercase().as_slice() {
        b"arn:aws" => arn(text, hit),
        b"aroa" | b"aida" | b"agpa" | b"aipa" | b"anpa" | b"anva" | b"apka" | b"asca" => principal(text, hit),
        b"account" => account(text, hit.end),
        b".dkr.ecr" => registry_account(text, hit.start),
        b"subscription" => guid(text, hit.end, Kind::AzureSubscription, "azure-subscription"),
        b"tenant" | b"microsoftonline.com" | b"sts.windows.net" => {
            guid(text, hit.end, Kind::AzureTenant, "azure-tenant")
        }
        b".iam.gserviceaccount" => service_account_project(text, hit.start),
        b"gcr.io/" | b"-docker.pkg.dev/" => registry_project(text, hit),
        b"projects/" => project_path(text, hit),
        b"project_id" | b"project-id" | b"projectid" | b"cloud_project" | b"gcp_project" | b"core_project"
        | b"gcloud_project" => project(text, hit.end),
        b"/home/" | b"/users/" | b":\\users\\" | b":\\\\users\\\\" => home(text, hit),
        _ => guid(text, hit.end, Kind::AzureClient, "azure-client"),
    };
    finds.extend(found);
}

/// `arn:partition:service:region:account:resource`, whole; but not what belongs to the vendor and not to an account.
fn arn(text: &[u8], hit: Range<usize>) -> Option<Find> {
    const NAME: Bytes = Bytes::of("a-z0-9-");
    if !begins_word(text, hit.start) || !goes_on(text, hit.start, b"arn:") {
        return None;
    }
    let partition = run(text, hit.end, NAME, 12);
    let service = partition + 1;
    let service_end = run(text, service, NAME, 32);
    let region_end = run(text, service_end + 1, NAME.and(Bytes::of("*?")), 32);
    let account_end = run(text, region_end + 1, NAME.and(Bytes::of("*?")), 32);
    let colons = [partition, service_end, region_end, account_end];
    if service_end == service || !colons.iter().all(|&at| goes_on(text, at, b":")) {
        return None;
    }
    let mut end = run(text, account_end + 1, Bytes::all_but("\"'`<>,;(){}[]\\|"), 1024);
    while end > account_end + 1 && before(text, end).is_some_and(|byte| b".:!?&".contains(&byte)) {
        end -= 1;
    }
    let account = text.get(region_end + 1..account_end)?;
    if end == account_end + 1
        || goes_on(text, account_end + 1, b"$")
        || account == b"aws"
        || text.get(account_end + 1..end)? == b"*" && account.is_empty()
    {
        return None;
    }
    Some(Find::new(hit.start..end, Kind::AwsArn, "aws-arn"))
}

/// The unique identifier of a role, a user, a group, an instance profile, a policy or a certificate.
fn principal(text: &[u8], hit: Range<usize>) -> Option<Find> {
    let seen = text.get(hit.clone())?;
    let end = run(text, hit.end, Bytes::of("A-Z0-9"), 18);
    let is_id = seen.iter().all(u8::is_ascii_uppercase)
        && (16..=17).contains(&(end - hit.end))
        && begins_word(text, hit.start)
        && ends_word(text, end)
        && text.get(hit.end..end)?.iter().any(u8::is_ascii_digit);
    is_id.then(|| Find::new(hit.start..end, Kind::AwsPrincipal, "aws-principal"))
}

/// Where a value begins whose name ends here, with `id` or `number` as its last part or not.
fn value_of(text: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    for part in ["s", "_", "-", " "] {
        if goes_on_in_any_case(text, at, part.as_bytes()) && !goes_on(text, at, b"s:") {
            at += 1;
            break;
        }
    }
    if text.get(from) == Some(&b's') && at == from {
        at += 1;
    }
    for part in ["id", "ids", "number", "guid"] {
        if goes_on_in_any_case(text, at, part.as_bytes()) && !ends_here(text, at + part.len()) {
            continue;
        }
        if goes_on_in_any_case(text, at, part.as_bytes()) {
            at += part.len();
            break;
        }
    }
    let end = run(text, at, Bytes::of(" \t\"'`:=/([\\#"), 24);
    let end = if end > at && goes_on_in_any_case(text, end, b"value") {
        run(text, end + 5, Bytes::of(" \t\"'`:=\\"), 16)
    } else if end > at || at > from {
        value_on_next_line(text, end)
    } else {
        end
    };
    (end > from).then_some(end)
}

fn ends_here(text: &[u8], at: usize) -> bool {
    !text.get(at).is_some_and(|&byte| WORD.contains(byte))
}

/// `name: X` with `value: …` below it.
fn value_on_next_line(text: &[u8], at: usize) -> usize {
    let next = run(text, at, Bytes::of(" \t\r\n\",\\"), 64);
    if next == at || !goes_on(text, next, b"value") {
        return at;
    }
    run(text, next + 5, Bytes::of(" \t\"'`:="), 16)
}

/// Twelve digits, only where an account is spoken of.
fn account(text: &[u8], from: usize) -> Option<Find> {
    let at = value_of(text, from)?;
    let end = run(text, at, DIGIT, 13);
    (end - at == 12 && ends_word(text, end) && !goes_on(text, end, b".dkr") && begins_word(text, at))
        .then(|| Find::new(at..end, Kind::AwsAccount, "aws-account"))
}

fn registry_account(text: &[u8], to: usize) -> Option<Find> {
    let from = run_back(text, to, DIGIT, 13);
    (to - from == 12 && begins_word(text, from)).then(|| Find::new(from..to, Kind::AwsAccount, "aws-account"))
}

/// A GUID, only where it is said what it is of.
fn guid(text: &[u8], from: usize, kind: Kind, rule: &'static str) -> Option<Find> {
    let at = value_of(text, from)?;
    let end = run(text, at, Bytes::of("0-9a-fA-F-"), 37);
    let written = text.get(at..end).filter(|written| written.len() == 36)?;
    let is_guid = written
        .iter()
        .enumerate()
        .all(|(index, &byte)| if matches!(index, 8 | 13 | 18 | 23) { byte == b'-' } else { byte != b'-' });
    let is_nothing = written.iter().all(|byte| b"0-".contains(byte));
    (is_guid && !is_nothing && ends_word(text, end)).then(|| Find::new(at..end, kind, rule))
}

/// What a project of Google Cloud is called with.
const PROJECT: Bytes = Bytes::of("a-z0-9-");

fn is_project(name: &[u8]) -> bool {
    (6..=30).contains(&name.len())
        && name.first().is_some_and(u8::is_ascii_lowercase)
        && name.last() != Some(&b'-')
        && !matches!(name, b"default" | b"project" | b"my-project" | b"project-id" | b"my-project-id" | b"your-project")
}

fn service_account_project(text: &[u8], to: usize) -> Option<Find> {
    let from = run_back(text, to, PROJECT, 31);
    (before(text, from) == Some(b'@') && is_project(text.get(from..to)?))
        .then(|| Find::new(from..to, Kind::GcpProject, "gcp-project"))
}

/// The project in the path of an image; those that publish for everybody stay.
fn registry_project(text: &[u8], hit: Range<usize>) -> Option<Find> {
    const PUBLIC: &[&str] = &[
        "cadvisor",
        "cloud-builders",
        "cloud-sql-connectors",
        "cloudsql-docker",
        "datadoghq",
        "distroless",
        "flame-public",
        "gke-release",
        "google-appengine",
        "google-containers",
        "google-samples",
        "heptio-images",
        "istio-release",
        "istio-testing",
        "k8s-artifacts-prod",
        "k8s-minikube",
        "k8s-staging",
        "kaniko-project",
        "knative-nightly",
        "knative-releases",
        "kubebuilder",
        "kubeflow-images-public",
        "linkerd-io",
        "ml-pipeline",
        "projectcontour",
        "projectsigstore",
        "spark-operator",
        "tekton-releases",
        "google-cloud-sdk",
        "cloudsdktool",
        "kubernetes-release",
        "stackdriver-agents",
        "agones-images",
        "cloud-tpu-images",
        "config-management-release",
        "gke-on-prem-release",
        "kubecost1",
    ];
    let host = run_back(text, hit.start, Bytes::of("a-z0-9.-"), 48);
    let host = text.get(host..hit.start)?;
    let is_of_google =
        goes_on(text, hit.start, b"-") || matches!(host, b"" | b"us." | b"eu." | b"asia." | b"marketplace.");
    let end = run(text, hit.end, PROJECT, 31);
    let name = text.get(hit.end..end)?;
    let is_public = PUBLIC.iter().any(|public| name.starts_with(public.as_bytes()));
    (is_of_google && is_project(name) && !is_public && goes_on(text, end, b"/"))
        .then(|| Find::new(hit.end..end, Kind::GcpProject, "gcp-project"))
}

/// `projects/NAME/…` as resources of Google Cloud are called.
fn project_path(text: &[u8], hit: Range<usize>) -> Option<Find> {
    const PARTS: &[&str] = &[
        "locations",
        "zones",
        "regions",
        "secrets",
        "topics",
        "subscriptions",
        "serviceAccounts",
        "global",
        "instances",
        "databases",
        "datasets",
        "keyRings",
        "logs",
        "metricDescriptors",
        "clusters",
        "repositories",
        "roles",
        "aggregated",
        "services",
        "traces",
    ];
    let end = run(text, hit.end, PROJECT, 31);
    let goes_on_so = PARTS.iter().any(|part| {
        goes_on(text, end, b"/") && goes_on(text, end + 1, part.as_bytes()) && ends_word(text, end + 1 + part.len())
    });
    (goes_on_so && is_project(text.get(hit.end..end)?) && begins_word(text, hit.start))
        .then(|| Find::new(hit.end..end, Kind::GcpProject, "gcp-project"))
}

fn project(text: &[u8], from: usize) -> Option<Find> {
    let at = value_of(text, from)?;
    let end = run(text, at, PROJECT, 31);
    (is_project(text.get(at..end)?) && ends_here(text, end) && !goes_on(text, end, b".") && begins_word(text, at))
        .then(|| Find::new(at..end, Kind::GcpProject, "gcp-project"))
}

/// Names of homes that belong to a program and not to a person.
const PROGRAMS: &[&str] = &[
    "airflow",
    "app",
    "appuser",
    "app-user",
    "argocd",
    "atlantis",
    "circleci",
    "coder",
    "container",
    "default",
    "dev",
    "developer",
    "docker",
    "ec2-user",
    "elasticsearch",
    "flink",
    "git",
    "gitlab-runner",
    "gitpod",
    "gradle",
    "grafana",
    "guest",
    "hadoop",
    "jenkins",
    "jovyan",
    "kafka",
    "keycloak",
    "kubernetes",
    "linuxbrew",
    "mysql",
    "nginx",
    "nobody",
    "node",
    "nonroot",
    "openshift",
    "postgres",
    "prometheus",
    "public",
    "python",
    "rails",
    "rancher",
    "redis",
    "root",
    "ruby",
    "runner",
    "service",
    "shared",
    "site",
    "spark",
    "spring",
    "steam",
    "test",
    "tomcat",
    "ubuntu",
    "user",
    "users",
    "vagrant",
    "vscode",
    "web",
    "work",
    "worker",
    "workspace",
    "www-data",
    "curl_user",
    "k6",
    "all",
];

fn home(text: &[u8], hit: Range<usize>) -> Option<Find> {
    let seen = text.get(hit.clone())?;
    // Paths of interfaces have users as well, but write them small.
    if seen == b"/users/" || seen == b"/HOME/" || before(text, hit.start).is_some_and(|byte| b".-_".contains(&byte)) {
        return None;
    }
    if seen.starts_with(b"/")
        && before(text, hit.start).is_some_and(|byte| ALNUM.contains(byte))
        && !begins_word(text, hit.start)
    {
        return None;
    }
    let mut end = run(text, hit.end, Bytes::of("A-Za-z0-9._-"), 40);
    while end > hit.end && matches!(before(text, end), Some(b'.' | b'-')) {
        end -= 1;
    }
    let name = text.get(hit.end..end)?;
    let is_program = PROGRAMS.iter().any(|program| name.eq_ignore_ascii_case(program.as_bytes()));
    (name.len() > 1 && !is_program && name.first().is_some_and(|&byte| ALNUM.contains(byte)))
        .then(|| Find::new(hit.end..end, Kind::User, "home-directory"))
}

/// Finds e-mail addresses; what logs in somewhere and what pins an image is none.
pub(super) fn find(text: &[u8], finds: &mut Vec<Find>) {
    for at_sign in memchr::memchr_iter(b'@', text) {
        finds.extend(email(text, at_sign));
    }
}

fn email(text: &[u8], at_sign: usize) -> Option<Find> {
    const UNITS: &[&str] =
        &["service", "socket", "timer", "target", "mount", "slice", "scope", "device", "path", "internal-only"];
    const LOCAL: Bytes = Bytes::of("A-Za-z0-9._%+-");
    let mut end = run(text, at_sign + 1, HOST, 254);
    while end > at_sign + 1 && matches!(before(text, end), Some(b'.' | b'-' | b'_')) {
        end -= 1;
    }
    let domain = text.get(at_sign + 1..end)?;
    let last_dot = memchr::memrchr(b'.', domain)?;
    let top = domain.get(last_dot + 1..)?;
    if top.len() < 2
        || !top.iter().all(u8::is_ascii_alphabetic)
        || !is_name(domain)
        || domain.contains(&b'_')
        || UNITS.iter().any(|unit| unit.as_bytes() == top)
    {
        return None;
    }
    let mut from = run_back(text, at_sign, LOCAL, 64);
    // The letter of an escape is not of the name.
    if before(text, from) == Some(b'\\') && matches!(text.get(from), Some(b'n' | b't' | b'r')) {
        from += 1;
    }
    while from < at_sign && text.get(from).is_some_and(|byte| b".-+%".contains(byte)) {
        from += 1;
    }
    let local = text.get(from..at_sign)?;
    if local.is_empty() || local == b"git" || local == b"hg" || local == b"svn" || is_of_documentation(domain) {
        return None;
    }
    match before(text, from) {
        Some(b'/' | b'@' | b'$' | b'}' | b')') => return None,
        // With a port or a path behind it, it is a login.
        Some(b':')
            if goes_on(text, end, b"/")
                || goes_on(text, end, b":") && text.get(end + 1).is_some_and(u8::is_ascii_digit) =>
        {
            return None;
        }
        _ => {}
    }
    // In an address it is a user or a part of a password, and others speak of those.
    let token = run_back(text, from, Bytes::all_but("\"'`<>"), 128);
    let token = text.get(token..from)?;
    let scheme = memchr::memmem::rfind(token, b"://");
    if scheme.and_then(|scheme| token.get(scheme..)).is_some_and(|address| !address.contains(&b'?')) {
        return None;
    }
    Some(Find::new(from..end, Kind::Email, "email"))
}

fn is_of_documentation(domain: &[u8]) -> bool {
    ["example.com", "example.org", "example.net", "example", "test", "invalid"]
        .iter()
        .any(|known| ends_with_domain(domain, known.as_bytes()).is_some())
}

#[cfg(test)]
mod tests;
