//! What is known of exit codes and of log lines, as data with its sources.
//!
//! Knows nothing of Kubernetes objects: it is asked about a number or a text and says what that can mean.

mod exit_codes;
mod log_signs;

pub use exit_codes::{Reading, Retry, readings, signal_name, signal_of};
pub use log_signs::{Hit, LogReading, Sign, read_log, signs_of_line};
