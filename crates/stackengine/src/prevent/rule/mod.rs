//! What a policy engine can be asked about an object: a predicate as data, from which Rego and CEL are written.
//!
//! A place is a dotted path whose first part says where it begins: `object`, `job` (the Job's spec, wherever it stands),
//! `template`, `pod` (the pod's spec), or the name of a thing that was bound by a test around it. A key that has dots of
//! its own stands in brackets: `object.metadata.labels[kueue.x-k8s.io/queue-name]`. `null` counts as absent, as in the API.
//!
//! The list `containers` alone is all of them, init containers first; everything else names its list by its place.

mod ask;
mod place;

pub use ask::fires;
pub use place::{Place, names_in};

/// One thing that a policy refuses, and what it says then.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// What it is asked of, one by one; without it, of the whole object.
    pub each: Option<Each>,
    /// When it is wrong.
    pub when: Test,
    /// What is said; the names of what is wrong are put before it.
    pub says: &'static str,
    /// What ends it without changing what the work means, where such a thing can be written from outside.
    pub mend: Option<Mend>,
}

/// A text that is written where nothing stood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mend {
    /// The place, below `pod`.
    pub at: &'static str,
    /// What is written there.
    pub text: &'static str,
}

/// The items of a list, each of which is judged.
#[derive(Clone, Copy, Debug)]
pub struct Each {
    /// The name by which the test calls an item.
    pub name: &'static str,
    /// The place of the list, or `containers`.
    pub list: &'static str,
}

/// A question with yes or no for an answer. Whatever is absent or of another type answers no.
#[derive(Clone, Copy, Debug)]
pub enum Test {
    /// Every one of them; yes where there is none.
    All(&'static [Self]),
    /// At least one of them.
    Any(&'static [Self]),
    /// The contrary.
    Not(&'static Self),
    /// Whether something stands there.
    Present(&'static str),
    /// Whether it is this boolean.
    Bool(&'static str, bool),
    /// Whether it is a text.
    Text(&'static str),
    /// Whether it is one of these texts.
    OneOf(&'static str, &'static [&'static str]),
    /// Whether it is a text that this expression (RE2, searched for anywhere) finds.
    Matches(&'static str, &'static str),
    /// Whether both are texts, and the same.
    Same(&'static str, &'static str),
    /// Whether it is an integer that compares so.
    Number(&'static str, Compare, Limit),
    /// Whether an item of the list passes: the item's name, the list, the test.
    Some(&'static str, &'static str, &'static Self),
    /// Whether at least so many items of the list pass.
    AtLeast(i64, &'static str, &'static str, &'static Self),
    /// Whether the first item that passes the one test passes the other, too.
    First(&'static str, &'static str, &'static Self, &'static Self),
    /// Whether an entry of the mapping passes: names for its key and its value (which is not `null`), the mapping, the test.
    Entry(&'static str, &'static str, &'static str, &'static Self),
}

/// How two integers compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compare {
    /// Less than.
    Below,
    /// Less than, or the same.
    AtMost,
    /// The same.
    Equal,
    /// More than, or the same.
    AtLeast,
    /// More than.
    Above,
}

/// What an integer is compared with.
#[derive(Clone, Copy, Debug)]
pub enum Limit {
    /// This number.
    Is(i64),
    /// The integer at another place.
    At(&'static str),
    /// A number that is the team's choice.
    Chosen(Parameter),
}

/// A number that a team may choose for itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// `minimumTtlSeconds`: its name in the artefacts.
    pub name: &'static str,
    /// What it means, for the description of the parameter.
    pub means: &'static str,
    /// What the engine itself takes.
    pub default: i64,
}

/// What keeps a diagnostic from happening, as far as somebody else's policy engine can say it.
#[derive(Clone, Copy, Debug)]
pub enum Prevention {
    /// Nothing was said: of use to diagnostics that are not about manifests.
    Unstated,
    /// Rules for every target: it is there when one of them fires.
    Rules(&'static [Rule]),
    /// Rules over files only, and why admission cannot tell.
    Files(&'static [Rule], &'static str),
    /// No rule, and why.
    None(&'static str),
}

/// Who exports nothing, as the page does, carries none of the rules: see the feature `prevention`.
impl Prevention {
    /// Rules for every target.
    #[must_use]
    pub const fn by(rules: &'static [Rule]) -> Self {
        if cfg!(feature = "prevention") { Self::Rules(rules) } else { Self::Unstated }
    }

    /// Rules over files only, and why admission cannot tell.
    #[must_use]
    pub const fn over_files(rules: &'static [Rule], why: &'static str) -> Self {
        if cfg!(feature = "prevention") { Self::Files(rules, why) } else { Self::Unstated }
    }

    /// No rule, and why.
    #[must_use]
    pub const fn not_said(why: &'static str) -> Self {
        if cfg!(feature = "prevention") { Self::None(why) } else { Self::Unstated }
    }
}

impl Rule {
    /// A rule about each container.
    #[must_use]
    pub const fn of_containers(when: Test, says: &'static str) -> Self {
        Self::of_each("container", "containers", when, says)
    }

    /// A rule about the whole object.
    #[must_use]
    pub const fn of_object(when: Test, says: &'static str) -> Self {
        Self { each: None, when, says, mend: None }
    }

    /// A rule about each item of a list: its name in the test, the place of the list.
    #[must_use]
    pub const fn of_each(name: &'static str, list: &'static str, when: Test, says: &'static str) -> Self {
        Self { each: Some(Each { name, list }), when, says, mend: None }
    }
}

impl Rule {
    /// The same rule, ended by writing a text at a place below `pod`.
    #[must_use]
    pub const fn mended_by(self, at: &'static str, text: &'static str) -> Self {
        Self { mend: Some(Mend { at, text }), ..self }
    }
}

impl Prevention {
    /// Its rules; empty where there are none.
    #[must_use]
    pub fn rules(&self) -> &'static [Rule] {
        match self {
            Self::Rules(rules) | Self::Files(rules, _) => rules,
            Self::Unstated | Self::None(_) => &[],
        }
    }
}

impl Compare {
    /// Its sign, which Rego and CEL share.
    #[must_use]
    pub fn sign(self) -> &'static str {
        match self {
            Self::Below => "<",
            Self::AtMost => "<=",
            Self::Equal => "==",
            Self::AtLeast => ">=",
            Self::Above => ">",
        }
    }

    /// Whether the numbers compare so.
    #[must_use]
    pub fn holds(self, left: i64, right: i64) -> bool {
        match self {
            Self::Below => left < right,
            Self::AtMost => left <= right,
            Self::Equal => left == right,
            Self::AtLeast => left >= right,
            Self::Above => left > right,
        }
    }
}

impl Test {
    /// The tests inside it, and the names that it binds for them.
    #[must_use]
    pub fn inside(&self) -> (Vec<&'static Self>, Vec<&'static str>) {
        match *self {
            Self::All(tests) | Self::Any(tests) => (tests.iter().collect(), Vec::new()),
            Self::Not(test) => (vec![test], Vec::new()),
            Self::Some(name, _, test) | Self::AtLeast(_, name, _, test) => (vec![test], vec![name]),
            Self::First(name, _, which, test) => (vec![which, test], vec![name]),
            Self::Entry(key, value, _, test) => (vec![test], vec![key, value]),
            _ => (Vec::new(), Vec::new()),
        }
    }

    /// The places it names itself, not those of the tests inside it.
    #[must_use]
    pub fn places(&self) -> Vec<&'static str> {
        match *self {
            Self::Present(at) | Self::Bool(at, _) | Self::Text(at) | Self::OneOf(at, _) | Self::Matches(at, _) => {
                vec![at]
            }
            Self::Number(at, _, Limit::At(other)) | Self::Same(at, other) => vec![at, other],
            Self::Number(at, ..) => vec![at],
            Self::Some(_, list, _) | Self::AtLeast(_, _, list, _) | Self::First(_, list, ..) => vec![list],
            Self::Entry(_, _, at, _) => vec![at],
            Self::All(_) | Self::Any(_) | Self::Not(_) => Vec::new(),
        }
    }

    /// The parameters it compares with, in their order.
    pub fn parameters(&self, found: &mut Vec<Parameter>) {
        if let Self::Number(_, _, Limit::Chosen(parameter)) = *self
            && !found.contains(&parameter)
        {
            found.push(parameter);
        }
        for test in self.inside().0 {
            test.parameters(found);
        }
    }
}

/// Windows, whose pods know nothing of capabilities, seccomp and user numbers.
pub const WINDOWS: Test = Test::Any(&[
    Test::OneOf("pod.os.name", &["windows"]),
    Test::OneOf("pod.nodeSelector[kubernetes.io/os]", &["windows"]),
]);

/// A pod with users of its own: its root is nobody on the node.
pub const OWN_USERS: Test = Test::Bool("pod.hostUsers", false);
