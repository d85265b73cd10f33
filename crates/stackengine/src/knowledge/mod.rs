//! What is known of exit codes and of log lines, as data with its sources.
//!
//! Knows nothing of Kubernetes objects: it is asked about a number or a text and says what that can mean.

mod exit_codes;

pub use exit_codes::{Reading, Retry, readings, signal_name, signal_of};
