//! Expressions of CEL, compiled and evaluated as admission does it.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::sync::{Arc, LazyLock};

use cel::{Context, Env, Program, extensions};
use serde_json::Value as Json;

/// What admission policies know beside the standard: optional fields, the functions for strings and lists.
static ENV: LazyLock<Arc<Env>> = LazyLock::new(|| {
    let mut env = Env::stdlib().with_optional_support(true);
    // Two extensions of one library do not declare the same function twice.
    let added = env.add_extension(extensions::strings).and_then(|()| env.add_extension(extensions::lists));
    debug_assert!(added.is_ok(), "the extensions of cel fit together");
    Arc::new(env)
});

/// An expression.
pub(crate) struct Expression {
    /// As it was written.
    pub(crate) text: String,
    program: Program,
    /// The variables of the policy that it names.
    uses: Vec<String>,
}

impl fmt::Debug for Expression {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text)
    }
}

impl Expression {
    /// Its first line, cut to what fits into a message.
    pub(crate) fn short(&self) -> String {
        let line: Vec<&str> = self.text.split_whitespace().collect();
        let line = line.join(" ");
        match line.char_indices().nth(80) {
            Some((end, _)) => format!("{}…", &line[..end]),
            None => line,
        }
    }
}

/// Compiles an expression.
pub(crate) fn compile(text: &str) -> Result<Expression, String> {
    let program = ENV.compile(text.trim()).map_err(|errors| {
        let all = errors.to_string();
        all.lines().find(|line| !line.trim().is_empty()).unwrap_or("it cannot be parsed").trim().to_owned()
    })?;
    let mut uses: Vec<String> = Vec::new();
    for (at, word) in text.match_indices("variables.") {
        let rest = &text[at + word.len()..];
        let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(rest.len());
        let name = &rest[..end];
        if !uses.iter().any(|known| known == name) {
            uses.push(name.to_owned());
        }
    }
    Ok(Expression { text: text.trim().to_owned(), program, uses })
}

/// What expressions are about: the object, and the variables of the policy, each worked out once and only when asked for.
pub(crate) struct Scope<'p> {
    object: cel::Value,
    request: cel::Value,
    parameters: cel::Value,
    variables: &'p [(String, Expression)],
    known: RefCell<BTreeMap<String, Result<cel::Value, String>>>,
}

impl<'p> Scope<'p> {
    pub(crate) fn new(object: &Json, request: &Json, parameters: &Json, variables: &'p [(String, Expression)]) -> Self {
        let object = value(object);
        let parameters = value(parameters);
        // Gatekeeper's own, which a policy may define again.
        let known = BTreeMap::from([
            ("anyObject".to_owned(), Ok(object.clone())),
            ("params".to_owned(), Ok(parameters.clone())),
        ]);
        Self { object, request: value(request), parameters, variables, known: RefCell::new(known) }
    }

    /// Whether an expression holds.
    pub(crate) fn bool(&self, expression: &Expression) -> Result<bool, String> {
        match self.evaluate(expression, 0)? {
            cel::Value::Bool(holds) => Ok(holds),
            other => Err(format!("it is {}, and neither true nor false", other.type_of())),
        }
    }

    /// The text that an expression comes to.
    pub(crate) fn string(&self, expression: &Expression) -> Result<String, String> {
        match self.evaluate(expression, 0)? {
            cel::Value::String(text) => Ok(text.to_string()),
            other => Err(format!("it is {}, and not a string", other.type_of())),
        }
    }

    fn evaluate(&self, expression: &Expression, depth: usize) -> Result<cel::Value, String> {
        let mut variables: HashMap<String, cel::Value> = HashMap::new();
        let mut failed = None;
        for name in &expression.uses {
            match self.variable(name, depth) {
                Some(Ok(value)) => drop(variables.insert(name.clone(), value)),
                Some(Err(why)) => failed = Some(format!("variables.{name}: {why}")),
                None => {}
            }
        }
        let mut context = Context::with_env(Arc::clone(&ENV));
        context.add_variable_from_value("object", self.object.clone());
        context.add_variable_from_value("oldObject", cel::Value::Null);
        context.add_variable_from_value("request", self.request.clone());
        context.add_variable_from_value("params", self.parameters.clone());
        context.add_variable_from_value("variables", cel::Value::from(variables));
        // A variable that could not be worked out is none: only who really reads it fails, with its reason.
        expression.program.execute(&context).map_err(|error| failed.unwrap_or_else(|| error.to_string()))
    }

    fn variable(&self, name: &str, depth: usize) -> Option<Result<cel::Value, String>> {
        let expression = self.variables.iter().find(|(known, _)| known == name).map(|(_, expression)| expression);
        if let (Some(known), None) = (self.known.borrow().get(name), expression) {
            return Some(known.clone());
        }
        let own = format!("own {name}");
        if let Some(known) = self.known.borrow().get(&own) {
            return Some(known.clone());
        }
        if depth > self.variables.len() {
            return Some(Err("it rests on itself".to_owned()));
        }
        let value = self.evaluate(expression?, depth + 1);
        self.known.borrow_mut().insert(own, value.clone());
        Some(value)
    }
}

/// Whole numbers become `int`, as the API's own schema has it.
fn value(json: &Json) -> cel::Value {
    match json {
        Json::Null => cel::Value::Null,
        Json::Bool(value) => cel::Value::Bool(*value),
        Json::Number(number) => match number.as_i64() {
            Some(whole) => cel::Value::Int(whole),
            None => cel::Value::Float(number.as_f64().unwrap_or_default()),
        },
        Json::String(text) => cel::Value::String(Arc::new(text.clone())),
        Json::Array(items) => cel::Value::List(Arc::new(items.iter().map(value).collect())),
        Json::Object(fields) => {
            let map: HashMap<String, cel::Value> =
                fields.iter().map(|(key, item)| (key.clone(), value(item))).collect();
            cel::Value::from(map)
        }
    }
}
