//! Decoding and cleaning.
pub(super) fn decode(bytes: Vec<u8>) -> (String, Option<String>) {
    (String::from_utf8_lossy(&bytes).into_owned(), None)
}
pub(super) fn clean(text: String) -> String {
    text
}
