//! What a model wrote, read with patience and believed in nothing.

use serde_json::Value;

/// Bytes of an answer that are looked at.
const MAX_BYTES: usize = 256 << 10;
/// More edits than this are no second opinion.
const MAX_EDITS: usize = 20;
/// More places than this prove nothing more.
const MAX_LINES: usize = 24;

/// An answer as it was written; nothing in it is checked yet.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    /// Whether it says that it agrees.
    pub agree: bool,
    /// The cause that it names.
    pub cause: String,
    /// What it says.
    pub explanation: String,
    /// The numbers of lines that it cites.
    pub lines: Vec<i64>,
    /// What it would change.
    pub edits: Vec<Edit>,
    /// What in it could not be read, each as a sentence fragment.
    pub unread: Vec<String>,
}

/// A change that an answer proposes.
#[derive(Clone, Debug, PartialEq)]
pub struct Edit {
    /// Where, from the root of the object.
    pub path: String,
    /// `set`, `append` or `delete`.
    pub op: String,
    /// What.
    pub value: Value,
    /// Why.
    pub why: String,
}

impl Answer {
    /// Finds the object in what a model wrote: alone, in a fence, or behind words of its own.
    ///
    /// # Errors
    ///
    /// Where there is no object with the keys that were asked for; why, as a sentence.
    pub fn read(text: &str) -> Result<Self, String> {
        let text = text.get(..MAX_BYTES).unwrap_or(text);
        let mut tries = 0;
        for (at, _) in text.match_indices('{') {
            // Each try reads at most to the end; a text of nothing but brackets must not take forever.
            tries += 1;
            if tries > 64 {
                break;
            }
            let mut values =
                serde_json::Deserializer::from_str(text.get(at..).unwrap_or_default()).into_iter::<Value>();
            if let Some(Ok(value)) = values.next()
                && value.get("cause").is_some()
                && value.get("explanation").is_some()
            {
                return Ok(Self::of(&value));
            }
        }
        Err("the model did not answer in the form that it was asked for: try again, or another --model".to_owned())
    }

    fn of(value: &Value) -> Self {
        let word = |value: &Value, key: &str| value.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
        let mut answer = Self {
            agree: value.get("agree").and_then(Value::as_bool).unwrap_or(false),
            cause: word(value, "cause"),
            explanation: word(value, "explanation"),
            ..Self::default()
        };
        let items = |key: &str| value.get(key).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        for line in items("lines").iter().take(MAX_LINES) {
            match line.as_i64() {
                Some(line) => answer.lines.push(line),
                None => answer.unread.push("a line whose number is no number".to_owned()),
            }
        }
        if items("edits").len() > MAX_EDITS {
            answer.unread.push(format!("{} edits beyond the first {MAX_EDITS}", items("edits").len() - MAX_EDITS));
        }
        for edit in items("edits").iter().take(MAX_EDITS) {
            if !edit.is_object() {
                answer.unread.push("an edit that is no object".to_owned());
                continue;
            }
            let value = edit.get("value").cloned().unwrap_or(Value::Null);
            let (path, op, why) = (word(edit, "path"), word(edit, "op"), word(edit, "why"));
            answer.edits.push(Edit { path, op, value, why });
        }
        answer
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OBJECT: &str = r#"{"agree":true,"cause":"out-of-memory","explanation":"x","lines":[1],"edits":[]}"#;

    #[test]
    fn an_answer_is_found_in_whatever_is_around_it() {
        for text in [OBJECT.to_owned(), format!("```json\n{OBJECT}\n```"), format!("Sure! {{}} Here: {OBJECT} Bye {{")]
        {
            assert_eq!(Answer::read(&text).expect(&text).lines, [1]);
        }
    }

    #[test]
    fn what_is_no_answer_is_none() {
        for text in ["", "{", "[]", "{}", "no", "{\"cause\": \"x\"", &"{".repeat(100_000)] {
            assert!(Answer::read(text).is_err());
        }
    }

    #[test]
    fn wrong_types_are_left_out_and_said() {
        let text = r#"{"cause":7,"explanation":[],"lines":["1",2,3.5],"edits":[7,{"path":1}]}"#;
        let answer = Answer::read(text).expect("an object");
        assert_eq!((answer.cause.as_str(), answer.lines.as_slice()), ("", [2].as_slice()));
        assert_eq!(answer.unread.len(), 3);
        assert_eq!(answer.edits.len(), 1);
    }
}
