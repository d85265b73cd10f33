//! What can be exported.

use std::fmt;

/// What the files are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    /// Gatekeeper's templates and constraints, and a plain OPA bundle.
    Gatekeeper,
    /// The API server's own policies, in CEL.
    AdmissionPolicy,
    /// Kyverno's policies.
    Kyverno,
    /// Alerts, as a `PrometheusRule` and as a plain rule file, with their unit tests.
    Prometheus,
    /// A dashboard.
    Grafana,
    /// A workflow of GitHub Actions.
    GithubActions,
    /// A job of GitLab CI.
    GitlabCi,
    /// Hooks of pre-commit.
    PreCommit,
    /// A configuration of Checkov.
    Checkov,
}

impl Target {
    /// Those that can be made, in the order of the documentation.
    pub const ALL: &[Self] = &[
        Self::Gatekeeper,
        Self::AdmissionPolicy,
        Self::Kyverno,
        Self::Prometheus,
        Self::GithubActions,
        Self::GitlabCi,
        Self::PreCommit,
        Self::Checkov,
    ];

    /// What users call it: `github-actions`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Gatekeeper => "gatekeeper",
            Self::AdmissionPolicy => "admission-policy",
            Self::Kyverno => "kyverno",
            Self::Prometheus => "prometheus",
            Self::Grafana => "grafana",
            Self::GithubActions => "github-actions",
            Self::GitlabCi => "gitlab-ci",
            Self::PreCommit => "pre-commit",
            Self::Checkov => "checkov",
        }
    }

    /// Whether what is made refuses manifests.
    #[must_use]
    pub const fn is_policy(self) -> bool {
        matches!(self, Self::Gatekeeper | Self::AdmissionPolicy | Self::Kyverno)
    }

    /// The target of this name, where it can be made.
    #[must_use]
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|target| target.name() == name)
    }

    /// The names of its parameters, each with what it means and its value where nobody says.
    #[must_use]
    pub const fn parameters(self) -> &'static [(&'static str, &'static str, &'static str)] {
        match self {
            Self::Prometheus => super::alerts::PARAMETERS,
            Self::GithubActions | Self::GitlabCi | Self::PreCommit => super::ci::PARAMETERS,
            Self::Gatekeeper | Self::AdmissionPolicy | Self::Kyverno => POLICY_PARAMETERS,
            _ => &[],
        }
    }
}

/// The numbers of the rules; a test holds them to the rules themselves.
const POLICY_PARAMETERS: &[(&str, &str, &str)] = &[
    ("shortestStartingDeadline", "the shortest startingDeadlineSeconds that is allowed", "10"),
    ("shortestTtl", "the shortest ttlSecondsAfterFinished that is allowed", "60"),
    ("lowestUserId", "the lowest id that nobody on a node has", "10000"),
];

impl fmt::Display for Target {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}
