//! StackEngine finds out why a Kubernetes Job failed from whatever `kubectl` showed.
//!
//! Data flows from left to right, and each module knows only those before it:
//! `yaml` → `evidence` → `facts` → `diagnosis` (with what the `catalogue` knows) → `render`.

pub mod catalogue;
pub mod diagnosis;
pub mod evidence;
pub mod facts;
pub mod yaml;
