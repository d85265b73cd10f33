//! A table of figures that reads well in a terminal and is Markdown as it stands.

/// A head, and rows as long as it. The first column is text, the others are figures.
pub(crate) struct Table {
    rows: Vec<Vec<String>>,
}

impl Table {
    pub(crate) fn new(head: &[&str]) -> Self {
        Self { rows: vec![head.iter().map(|&word| word.to_owned()).collect()] }
    }

    pub(crate) fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        self.rows.push(cells.into_iter().collect());
    }
}

impl std::fmt::Display for Table {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let n_columns = self.rows.first().map_or(0, Vec::len);
        let cell = |row: &[String], column: usize| row.get(column).cloned().unwrap_or_default();
        let width = |column: usize| self.rows.iter().map(|row| cell(row, column).chars().count()).max().unwrap_or(0);
        let widths: Vec<usize> = (0..n_columns).map(|column| width(column).max(2)).collect();
        for (index, row) in self.rows.iter().enumerate() {
            for (column, &width) in widths.iter().enumerate() {
                match (column, cell(row, column)) {
                    (0, text) => write!(out, "| {text:<width$} ")?,
                    (_, figure) => write!(out, "| {figure:>width$} ")?,
                }
            }
            writeln!(out, "|")?;
            if index == 0 {
                for (column, &width) in widths.iter().enumerate() {
                    let (dashes, end) = (width - 1, if column == 0 { "-" } else { ":" });
                    write!(out, "| {}{end} ", "-".repeat(dashes))?;
                }
                writeln!(out, "|")?;
            }
        }
        Ok(())
    }
}

/// A figure with three digits that count: `1234`, `56.7`, `0.00321`.
pub(crate) fn figure(value: f64) -> String {
    if !value.is_finite() {
        return "-".to_owned();
    }
    let decimals = match value.abs() {
        size if size >= 99.95 || size == 0.0 => 0,
        size if size >= 9.995 => 1,
        size if size >= 0.9995 => 2,
        size if size >= 0.09995 => 3,
        size if size >= 0.009995 => 4,
        _ => 5,
    };
    format!("{value:.decimals$}")
}
