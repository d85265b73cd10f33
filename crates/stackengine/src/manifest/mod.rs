//! From the text of a file to the Jobs and CronJobs in it, as views over the tree. Nothing here judges.

mod container;
mod file;
mod template;
mod workload;

pub use container::Container;
pub use file::{File, FileDocument, Unread, UnreadKind};
pub use template::{Mask, mask};
pub use workload::{Workload, WorkloadKind};
