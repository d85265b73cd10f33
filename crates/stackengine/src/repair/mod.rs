//! From lints to changes of the manifest: applied by one function, and checked again by the same.

mod apply;
mod fix;
mod observed;
mod report;

pub use apply::{Applied, Dropped, RepairOptions, Repaired, repair};
pub use fix::{Fix, Level, Safety};
pub use observed::{Observed, ObservedContainer};
pub use report::{FileState, FixReport, FixedFile};
