//! One reason for which the API server refuses an object.

use crate::yaml::{Path, Span};

/// What kind of refusal it is: the error types of `apimachinery/pkg/util/validation/field`, and those of decoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ViolationKind {
    /// A field that the API does not know; refused under strict field validation.
    UnknownField,
    /// A field that stands twice in one object; refused under strict field validation.
    DuplicateField,
    /// A value that cannot be decoded into its field.
    WrongType,
    /// A field that must be there and is not.
    Required,
    /// A value that breaks a rule.
    Invalid,
    /// A value outside a closed list.
    NotSupported,
    /// A field that must not be set here.
    Forbidden,
    /// A value that must be unique and is not.
    Duplicate,
    /// A value with too many bytes.
    TooLong,
    /// A list with too many items.
    TooMany,
    /// A reference to something that is not there.
    NotFound,
    /// Not an object, or one that no server serves.
    Undecodable,
}

impl ViolationKind {
    /// How far the server comes before it stops: it looks for the type, decodes, and only then applies its rules. What
    /// stops it at one stage hides everything that it would say at a later one.
    #[must_use]
    pub fn stage(self) -> u8 {
        match self {
            Self::Undecodable => 0,
            Self::UnknownField | Self::DuplicateField | Self::WrongType => 1,
            _ => 2,
        }
    }

    /// Whether the server never came to its rules.
    #[must_use]
    pub fn hides_others(self) -> bool {
        self.stage() < 2
    }
}

/// One reason for which the API server refuses an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// What kind of refusal.
    pub kind: ViolationKind,
    /// The server's own field path: `spec.template.spec.containers[0].image`.
    pub path: String,
    /// The way to the field itself; the server's path leaves an index out here and there, or calls a field differently.
    pub place: Path,
    /// What the server says after the path.
    pub message: String,
    /// The offending value, where the server shows it.
    pub value: Option<String>,
    /// The value or key in the text; the parent's key where the field is missing.
    pub span: Span,
    /// Of an unknown field: the way to the field that was probably meant.
    pub meant: Option<Path>,
    /// A stable name of the rule.
    pub rule: &'static str,
}
