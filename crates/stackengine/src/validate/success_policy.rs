//! `successPolicy` of an indexed Job: `validateSuccessPolicy` and `validateIndexesFormat`.

use super::place::At;
use super::report::{Report, quoted};

/// The longest `succeededIndexes`.
const MAX_INDEXES: usize = 64 * 1024;

/// The success policy of a Job with that many completions.
pub(super) fn success_policy(policy: &At<'_>, completions: Option<i64>, report: &mut Report) {
    let rules = policy.field("rules");
    if rules.len() == 0 {
        let message = "at least one rules must be specified when the successPolicy is specified";
        report.required(&rules, "success-policy-rules-required", message);
    }
    if rules.len() > 20 {
        report.too_many(&rules, "success-policy-rules-too-many", rules.len(), 20);
    }
    for rule in rules.items() {
        success_rule(&rule, completions, report);
    }
}

fn success_rule(rule: &At<'_>, completions: Option<i64>, report: &mut Report) {
    let (count, indexes) = (rule.field("succeededCount"), rule.field("succeededIndexes"));
    if !count.exists() && !indexes.exists() {
        let message = "at least one of succeededCount or succeededIndexes must be specified";
        report.required(rule, "success-policy-rule-empty", message);
    }
    let mut chosen = 0;
    if let Some(text) = indexes.optional_text() {
        const RULE: &str = "succeeded-indexes-invalid";
        if text.len() > MAX_INDEXES {
            report.too_long(&indexes, RULE, MAX_INDEXES);
        }
        match count_indexes(text, completions.unwrap_or_default()) {
            Ok(count) => chosen = count,
            Err(problem) => {
                report.invalid(&indexes, RULE, text, &format!("error parsing succeededIndexes: {problem}"));
            }
        }
    }
    report.not_negative(&count, "succeeded-count-invalid");
    let Some(number) = count.int() else { return };
    let limits = [
        (completions, "the number of specified completions"),
        (indexes.exists().then_some(chosen), "the number of indexes in the specified succeededIndexes field"),
    ];
    for (limit, what) in limits {
        if let Some(limit) = limit
            && number > limit
        {
            let message = format!("must be less than or equal to {limit} ({what})");
            report.invalid(&count, "succeeded-count-invalid", number, &message);
        }
    }
}

/// How many indexes `0,2-5` names, all of them below `completions` and in rising order.
fn count_indexes(text: &str, completions: i64) -> Result<i64, String> {
    if text.is_empty() {
        return Ok(0);
    }
    let mut total = 0;
    let mut last = None;
    for part in text.split(',') {
        let (first, end) = interval(part, completions)?;
        if let Some(last) = last
            && last >= first
        {
            return Err(format!("non-increasing order, previous: {last}, current: {first}"));
        }
        total += end - first + 1;
        last = Some(end);
    }
    Ok(total)
}

fn interval(text: &str, completions: i64) -> Result<(i64, i64), String> {
    let number = |text: &str| match text.parse::<i64>() {
        Ok(number) if number >= completions => Err(format!("too large index: {}", quoted(text))),
        Ok(number) => Ok(number),
        Err(_) => Err(format!("cannot convert string to integer for index: {}", quoted(text))),
    };
    let parts: Vec<&str> = text.split('-').collect();
    match parts.as_slice() {
        [single] => number(single).map(|number| (number, number)),
        [first, end] => match (number(first)?, number(end)?) {
            (first, end) if first >= end => Err(format!("non-increasing order, previous: {first}, current: {end}")),
            both => Ok(both),
        },
        _ => Err(format!(
            "the fragment {} violates the requirement that an index interval can have at most two parts separated by '-'",
            quoted(text)
        )),
    }
}
