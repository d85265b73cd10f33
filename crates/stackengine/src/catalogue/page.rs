//! The page of a diagnostic: a head, one sentence, and the fixed headings.

/// Headings every page has, in this order.
pub const HEADINGS: [&str; 5] = ["Meaning", "Blast radius", "Fix", "Prevention", "Related"];

/// A parsed page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page<'p> {
    /// How much harm it does: low, medium or high.
    pub impact: &'p str,
    /// How likely something is down because of it: low, medium or high.
    pub downtime_risk: &'p str,
    /// Least and most minutes a practised person needs.
    pub minutes_to_fix: [u32; 2],
    /// What is wrong, in one sentence.
    pub sentence: &'p str,
    /// Everything below the head.
    pub body: &'p str,
}

impl<'p> Page<'p> {
    /// Reads a page; `None` where its head is incomplete, which a test keeps from happening.
    ///
    /// ```
    /// let text = "---\nimpact: high\ndowntime_risk: low\nminutes_to_fix: 5-20\n---\n\nIt broke.\n\n## Meaning\n";
    /// let page = stackengine::catalogue::Page::parse(text).expect("a page");
    /// assert_eq!((page.impact, page.minutes_to_fix, page.sentence), ("high", [5, 20], "It broke."));
    /// ```
    #[must_use]
    pub fn parse(text: &'p str) -> Option<Self> {
        let (head, body) = text.strip_prefix("---\n")?.split_once("\n---\n")?;
        let field =
            |name: &str| head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':')).map(str::trim);
        let (least, most) = field("minutes_to_fix")?.split_once('-')?;
        let body = body.trim_start();
        Some(Self {
            impact: field("impact")?,
            downtime_risk: field("downtime_risk")?,
            minutes_to_fix: [least.trim().parse().ok()?, most.trim().parse().ok()?],
            sentence: body.lines().next()?.trim(),
            body,
        })
    }

    /// The text under a `## heading`.
    #[must_use]
    pub fn section(&self, heading: &str) -> Option<&'p str> {
        let marker = format!("\n## {heading}\n");
        let start = self.body.find(&marker)? + marker.len();
        let rest = &self.body[start..];
        Some(rest[..rest.find("\n## ").unwrap_or(rest.len())].trim())
    }

    /// The fenced blocks whose info string carries `tag`, such as ```` ```console fires ````.
    #[must_use]
    pub fn examples(&self, tag: &str) -> Vec<&'p str> {
        let mut found = Vec::new();
        let mut rest = self.body;
        while let Some(open) = rest.find("\n```") {
            let after = &rest[open + 4..];
            let (info, content) = after.split_once('\n').unwrap_or((after, ""));
            // A block ends at a line that is a fence; an empty block ends at once.
            let end =
                if content.starts_with("```") { 0 } else { content.find("\n```").map_or(content.len(), |end| end + 1) };
            if info.split_whitespace().any(|word| word == tag) {
                found.push(&content[..end]);
            }
            rest = content.get(end + 3..).unwrap_or_default();
        }
        found
    }

    /// The names listed under `## Related`, one `- name` a line.
    pub fn related(&self) -> impl Iterator<Item = &'p str> {
        self.section("Related").unwrap_or_default().lines().filter_map(|line| {
            let item = line.trim().strip_prefix("- ")?;
            Some(item.split([' ', ':', ',']).next().unwrap_or(item).trim_matches('`'))
        })
    }
}
