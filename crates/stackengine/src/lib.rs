//! StackEngine.
pub mod evidence;
pub mod yaml;
