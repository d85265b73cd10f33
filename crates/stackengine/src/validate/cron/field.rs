//! One field of a schedule: the values it takes, and whether it was left open.

use super::quoted;

/// The values that a field takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Field {
    /// A bit for each value.
    bits: u64,
    /// A `*` or `?` stands in it without a step: it asks for nothing.
    pub(crate) is_open: bool,
    /// The step of `*/15`, where that is the whole field.
    pub(crate) step: Option<u32>,
    /// Smallest and largest value that the field could take.
    bounds: (u32, u32),
}

impl Field {
    pub(super) fn parse(text: &str, min: u32, max: u32, names: &[&str]) -> Result<Self, String> {
        let mut field = Self { bits: 0, is_open: false, step: None, bounds: (min, max) };
        for part in text.split(',').filter(|part| !part.is_empty()) {
            let range = range(part, min, max, names)?;
            field.is_open |= range.is_open;
            for value in (range.start..=range.end).step_by(range.step as usize) {
                field.bits |= 1 << value.min(63);
            }
            if range.is_star && range.step > 1 && part.len() == text.len() {
                field.step = Some(range.step);
            }
        }
        Ok(field)
    }

    /// Whether it takes this value.
    pub(crate) fn has(&self, value: u32) -> bool {
        value < 64 && self.bits >> value & 1 == 1
    }

    /// The values that it takes, ascending.
    pub(crate) fn values(self) -> impl DoubleEndedIterator<Item = u32> {
        (0..64).filter(move |value| self.has(*value))
    }

    /// How many values it takes.
    pub(crate) fn n_values(&self) -> u32 {
        self.bits.count_ones()
    }

    /// Whether it takes every value that it could.
    pub(crate) fn is_full(&self) -> bool {
        self.n_values() == self.bounds.1 - self.bounds.0 + 1
    }
}

struct Range {
    start: u32,
    end: u32,
    step: u32,
    is_star: bool,
    is_open: bool,
}

/// `*`, `?`, `5`, `1-5`, each perhaps with `/step`.
fn range(text: &str, min: u32, max: u32, names: &[&str]) -> Result<Range, String> {
    let parts: Vec<&str> = text.split('/').collect();
    let bounds: Vec<&str> = parts.first().map(|range| range.split('-').collect()).unwrap_or_default();
    let is_star = matches!(bounds.as_slice(), ["*" | "?", ..]);
    let (start, mut end) = match bounds.as_slice() {
        ["*" | "?", ..] => (min, max),
        [single] => {
            let number = number(single, min, names)?;
            (number, number)
        }
        [low, high] => (number(low, min, names)?, number(high, min, names)?),
        _ => {
            number(bounds.first().copied().unwrap_or_default(), min, names)?;
            return Err(format!("too many hyphens: {text}"));
        }
    };
    let step = match parts.as_slice() {
        [_] => 1,
        [_, step] => {
            if bounds.len() == 1 {
                end = max;
            }
            number(step, 0, &[])?
        }
        _ => return Err(format!("too many slashes: {text}")),
    };
    if start < min {
        Err(format!("beginning of range ({start}) below minimum ({min}): {text}"))
    } else if end > max {
        Err(format!("end of range ({end}) above maximum ({max}): {text}"))
    } else if start > end {
        Err(format!("beginning of range ({start}) beyond end of range ({end}): {text}"))
    } else if step == 0 {
        Err(format!("step of range should be a positive number: {text}"))
    } else {
        Ok(Range { start, end, step, is_star, is_open: is_star && step == 1 })
    }
}

/// A number, or a name whose first one stands for `first`.
fn number(text: &str, first: u32, names: &[&str]) -> Result<u32, String> {
    if let Some(position) = names.iter().position(|name| name.eq_ignore_ascii_case(text)) {
        return Ok(first + u32::try_from(position).unwrap_or_default());
    }
    match text.parse::<i64>() {
        Ok(number) if number < 0 => Err(format!("negative number ({number}) not allowed: {text}")),
        Ok(number) => Ok(u32::try_from(number).unwrap_or(u32::MAX)),
        Err(_) => {
            let shown = quoted(text);
            Err(format!("failed to parse int from {text}: strconv.Atoi: parsing {shown}: invalid syntax"))
        }
    }
}
