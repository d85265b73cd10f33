//! The user's own language model, asked for a second opinion: the question and the answer as data, and the guard.
//!
//! Nothing here sends anything. A [`Case`] holds masked text alone; a [`Prompt`] is built from it and looked through once
//! more; a [`Request`] is bytes that somebody else may send; a [`Reader`] turns the bytes that come back into text, which
//! [`Answer::read`] takes for what it is: written by a stranger. What of it is let through, [`guard()`] decides.

mod answer;
mod case;
mod guard;
mod preview;
mod prompt;
mod provider;
mod request;
mod schema;
mod stream;
mod trouble;

pub use answer::{Answer, Edit};
pub use case::{Case, Dossier, Manifest, meaning};
pub use guard::{Dropped, Kept, Opinion, guard};
pub use preview::Preview;
pub use prompt::{Line, Manner, Prompt, Refused};
pub use provider::{PROVIDERS, Provider, Wire};
pub use request::{Header, KeyPlace, Question, Request, Sender, estimate};
pub use schema::OTHER;
pub use stream::{Event, Reader, Stop};
pub use trouble::{Trouble, TroubleKind};
