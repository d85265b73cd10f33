//! What a Job does about failures and successes: `podFailurePolicy` and `successPolicy`.

/// A rule of `podFailurePolicy`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FailureRule {
    /// What it does.
    pub action: Action,
    /// When.
    pub requirement: Requirement,
}

/// What is done about a failed pod.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// It is not counted.
    Ignore,
    /// It is counted.
    Count,
    /// Its index fails.
    FailIndex,
    /// The Job fails.
    FailJob,
}

/// When a rule of `podFailurePolicy` holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Requirement {
    /// A container ended with such an exit code.
    ExitCodes {
        /// The container; any of them where absent.
        container: Option<String>,
        /// The codes.
        codes: ExitCodes,
    },
    /// The pod has one of these conditions: type and status.
    Conditions(Vec<(String, String)>),
}

/// A set of exit codes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExitCodes {
    /// Whether the codes are those listed, or all others.
    pub is_in: bool,
    /// The list.
    pub values: Vec<i64>,
}

/// A rule of `successPolicy`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SuccessRule {
    /// Ranges of indexes that count, both ends included; all where absent.
    pub indexes: Option<Vec<(u32, u32)>>,
    /// How many of them must succeed; all where absent.
    pub count: Option<u32>,
}

impl Action {
    /// The action that the API spells so.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        [Self::Ignore, Self::Count, Self::FailIndex, Self::FailJob].into_iter().find(|action| action.word() == word)
    }

    /// As the API spells it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Ignore => "Ignore",
            Self::Count => "Count",
            Self::FailIndex => "FailIndex",
            Self::FailJob => "FailJob",
        }
    }
}

impl ExitCodes {
    /// Whether a failed container's exit code is one of them.
    #[must_use]
    pub fn holds(&self, exit_code: i64) -> bool {
        self.values.contains(&exit_code) == self.is_in
    }
}

/// The first rule that is met, given which indexes have succeeded.
#[must_use]
pub fn matched_success(rules: &[SuccessRule], completions: u32, succeeded: impl Fn(u32) -> bool) -> Option<usize> {
    rules.iter().position(|rule| {
        let whole = [(0, completions.saturating_sub(1))];
        let ranges = rule.indexes.as_deref().unwrap_or(&whole);
        let mut n_wanted = 0u64;
        let mut n_succeeded = 0u64;
        for (first, last) in ranges {
            n_wanted += u64::from(last.saturating_sub(*first)) + 1;
            let last = (*last).min(completions.saturating_sub(1));
            n_succeeded += (*first..=last).filter(|index| completions > 0 && succeeded(*index)).count() as u64;
        }
        match (rule.count, &rule.indexes) {
            (Some(count), _) => n_succeeded >= u64::from(count),
            (None, Some(_)) => n_succeeded >= n_wanted,
            (None, None) => false,
        }
    })
}
