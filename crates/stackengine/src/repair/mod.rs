//! From lints to changes of the manifest: applied by one function, and checked again by the same.

mod apply;
mod delivery;
mod evidence;
mod fix;
mod observed;
mod parts;
mod report;

pub use apply::{Applied, Delivered, Dropped, RepairOptions, Repaired, repair};
pub use delivery::{Delivery, Way, delivery};
pub use evidence::Evidence;
pub use fix::{Fix, Level, Safety};
pub use observed::{Observed, ObservedContainer, RunSeconds};
pub use report::{FileState, FixReport, FixedFile};
