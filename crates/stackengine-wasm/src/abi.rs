//! What the module exports: a buffer to write the question into, a call, and the answer's place.
//!
//! Memory crosses the border in two buffers that Rust owns, so there is no pointer to trust.

#![expect(unsafe_code, reason = "an exported name could clash with another; these are the only ones")]

use std::sync::{Mutex, MutexGuard, PoisonError};

static QUESTION: Mutex<Vec<u8>> = Mutex::new(Vec::new());
static ANSWER: Mutex<Vec<u8>> = Mutex::new(Vec::new());

fn hold(buffer: &Mutex<Vec<u8>>) -> MutexGuard<'_, Vec<u8>> {
    buffer.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Makes room for a question of this many bytes and says where.
#[unsafe(no_mangle)]
pub(crate) extern "C" fn question(length: usize) -> *mut u8 {
    let mut buffer = hold(&QUESTION);
    buffer.clear();
    buffer.resize(length, 0);
    buffer.as_mut_ptr()
}

/// Answers the question and says how long the answer is.
#[unsafe(no_mangle)]
pub(crate) extern "C" fn call(verb: u32) -> usize {
    // Both are taken out, so that neither stays behind when it is large.
    let question = std::mem::take(&mut *hold(&QUESTION));
    let answer = crate::answer(verb, &question);
    let length = answer.len();
    *hold(&ANSWER) = answer;
    length
}

/// Where the answer is; it stays there until the next call.
#[unsafe(no_mangle)]
pub(crate) extern "C" fn answer() -> *const u8 {
    hold(&ANSWER).as_ptr()
}
