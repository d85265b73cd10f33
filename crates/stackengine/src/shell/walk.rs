//! Walks over a script with two questions for each command: does anybody learn of its failure, and if not, why.

use std::ops::Range;

use brush_parser::ast::{
    Command, CompoundCommand, CompoundList, CompoundListItem, Pipeline, SeparatorOperator, SimpleCommand,
};

use super::programs::{matters, may_fail, produces};
use super::source::{Piece, Source};
use super::status::{Ending, always_fails, ends_well, is_looked_at, main_command, swallows};
use super::tree::{each_simple, links, name_of, only_command, only_simple, words_of};
use super::words::{Call, plain};
use super::{Hazard, HazardKind, Mask, MaskKind, Options, Remedy, Script};

/// More hazards than this are not listed: no person would read them, and each is compared with the others.
pub(super) const MAX_HAZARDS: usize = 250;

/// Functions in conditions are judged twice, so many times in one script.
const MAX_TRIALS: usize = 50;

/// What the whole walk shares.
#[derive(Debug)]
pub(super) struct Found<'s> {
    pub(super) source: &'s Source<'s>,
    pub(super) script: Script,
    /// `wait` somewhere without a process.
    pub(super) waits_for_all: bool,
    /// `wait` somewhere with one.
    pub(super) waits_for_one: bool,
    /// Background work is ended on purpose somewhere.
    pub(super) kills: bool,
    trials: usize,
}

impl<'s> Found<'s> {
    pub(super) fn new(source: &'s Source<'s>) -> Self {
        Self { source, script: Script::default(), waits_for_all: false, waits_for_one: false, kills: false, trials: 0 }
    }
}

/// Where a command stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ctx {
    /// Its status becomes that of the script, or is looked at.
    pub(super) kept: bool,
    /// `set -e` does not see it.
    pub(super) ignored: bool,
    /// How it is lost if it is.
    pub(super) loss: HazardKind,
    /// It runs once and in any case, as far as the commands before it succeed.
    pub(super) always: bool,
    /// It is, or is part of, the condition of `if`.
    pub(super) in_if: bool,
    /// It is, or is part of, the condition of a loop.
    pub(super) in_loop_condition: bool,
    /// A `|| true` behind it swallows its status.
    pub(super) swallowed: bool,
    /// It stands behind `||`.
    pub(super) after_failure: bool,
    /// `PIPESTATUS` is looked at behind it.
    pub(super) pipe_seen: bool,
    /// `exit 1` or the like comes behind it whatever happens.
    pub(super) fails_anyway: bool,
    /// Its output is an argument or a value: only what makes that output counts, not what sifts it.
    pub(super) feeds: bool,
}

/// A function, known by its definition, judged at its first call.
#[derive(Clone, Copy, Debug)]
struct Function<'a> {
    name: &'a str,
    body: &'a CompoundCommand,
    walked: bool,
}

#[derive(Debug)]
pub(super) struct Walk<'w, 'a, 's> {
    pub(super) found: &'w mut Found<'s>,
    pub(super) piece: &'w Piece,
    pub(super) options: Options,
    /// How many substitutions this one is in.
    pub(super) depth: usize,
    functions: Vec<Function<'a>>,
    /// Functions are not followed: only their own commands are of interest.
    trial: bool,
    /// The `set +e` that nothing takes back.
    pub(super) switched_off: Option<Range<usize>>,
}

impl<'w, 'a, 's> Walk<'w, 'a, 's> {
    pub(super) fn new(found: &'w mut Found<'s>, piece: &'w Piece, options: Options, depth: usize) -> Self {
        Self { found, piece, options, depth, functions: Vec::new(), trial: false, switched_off: None }
    }

    /// All of a script.
    pub(super) fn script(&mut self, items: &[&'a CompoundListItem]) {
        self.list(items, Ctx { always: true, ..Ctx::kept() });
        // What is never called by name may be called by a trap or a program of the same file.
        for at in 0..self.functions.len() {
            self.enter(at);
        }
    }

    pub(super) fn compound(&mut self, list: &'a CompoundList, ctx: Ctx) {
        self.list(&list.0.iter().collect::<Vec<_>>(), ctx);
    }

    pub(super) fn list(&mut self, items: &[&'a CompoundListItem], ctx: Ctx) {
        for (at, item) in items.iter().enumerate() {
            let rest = items.get(at + 1..).unwrap_or_default();
            if matches!(item.1, SeparatorOperator::Async) {
                self.background(item, ctx);
                continue;
            }
            let next = rest.first().map(|next| next.0.to_string()).unwrap_or_default();
            let mut here = ctx;
            if !rest.is_empty() {
                here.kept = is_looked_at(item, rest, &next);
                here.loss = match ends_well(rest) {
                    _ if ctx.loss == HazardKind::Pipe => HazardKind::Pipe,
                    Ending::Zero => HazardKind::OrTrue,
                    Ending::Talk => HazardKind::LastIsEcho,
                    Ending::Work => HazardKind::Sequence,
                };
            }
            here.pipe_seen = next.contains("PIPESTATUS");
            here.fails_anyway = rest.first().is_some_and(|next| always_fails(next));
            self.and_or(item, here);
        }
    }

    fn background(&mut self, item: &'a CompoundListItem, ctx: Ctx) {
        let links = links(&item.0);
        let collected = self.found.waits_for_one || self.found.kills;
        if !collected
            && let Some(simple) = links.iter().find_map(|(pipeline, _)| only_command(pipeline))
            && name_of(simple).is_some_and(produces)
        {
            let mask = (!self.found.waits_for_all).then_some(MaskKind::Background);
            self.report(HazardKind::Background, mask, simple, None);
        }
        for (pipeline, _) in links {
            let ctx = Ctx { kept: true, always: false, ..ctx };
            self.pipeline(pipeline, ctx);
        }
    }

    fn and_or(&mut self, item: &'a CompoundListItem, ctx: Ctx) {
        let links = links(&item.0);
        let last = links.len() - 1;
        for (at, (pipeline, behind_or)) in links.iter().enumerate() {
            let rest = links.get(at + 1..).unwrap_or_default();
            let mut here = Ctx { after_failure: ctx.after_failure || *behind_or, ..ctx };
            here.always &= !behind_or;
            here.ignored |= at < last;
            let steers = |(next, _): &(&Pipeline, bool)| {
                only_command(next)
                    .and_then(name_of)
                    .is_some_and(|name| matches!(name, "break" | "exit" | "return" | "continue"))
            };
            match rest.iter().position(|(_, is_or)| *is_or) {
                Some(found) => {
                    here.kept = true;
                    here.swallowed |= rest.get(found).is_some_and(|(next, _)| swallows(next));
                }
                None => {
                    // Of a chain that is lost as a whole, the last link says it.
                    let says_it =
                        |(next, _): &(&Pipeline, bool)| main_command(next).and_then(name_of).is_some_and(matters);
                    here.kept |= rest.iter().any(steers) || (!self.options.errexit && rest.iter().any(says_it));
                }
            }
            let (swallower, is_or) = rest.first().copied().unwrap_or((pipeline, false));
            if is_or && swallows(swallower) && !ctx.fails_anyway {
                self.swallowed(&links, at, swallower);
            }
            self.pipeline(pipeline, here);
        }
    }

    /// Of `a && b || true`, the last command that matters.
    fn swallowed(&mut self, links: &[(&'a Pipeline, bool)], at: usize, swallower: &Pipeline) {
        let upto = links.get(..=at).unwrap_or_default();
        let matter = |simple: &&SimpleCommand| {
            name_of(simple).is_some_and(|name| matters(name) && !may_fail(name) && self.function_matters(name))
        };
        let culprit = upto.iter().rev().filter_map(|(pipeline, _)| main_command(pipeline)).find(matter);
        let Some(simple) = culprit else { return };
        let candidate = self.without_swallower(links.get(at).map(|(pipeline, _)| *pipeline), swallower);
        self.report(HazardKind::OrTrue, Some(MaskKind::OrTrue), simple, candidate);
    }

    fn pipeline(&mut self, pipeline: &'a Pipeline, ctx: Ctx) {
        let mut ctx = ctx;
        ctx.ignored |= pipeline.bang;
        let seen = self.options.errexit && !ctx.ignored;
        let lost = !ctx.kept && !seen;
        let why = if self.options.errexit { HazardKind::ErrexitDefeated } else { ctx.loss };
        let (count, in_condition) = (pipeline.seq.len(), ctx.in_if || ctx.in_loop_condition);
        // With `pipefail` the pipe is lost as a whole, which is said once.
        let mut said = false;
        for (at, command) in pipeline.seq.iter().enumerate() {
            let last = at + 1 == count;
            let mut here = ctx;
            let loss = match (last, self.options.pipefail) {
                (true, _) => (lost && !said).then_some(why),
                (false, true) => lost.then_some(why),
                (false, false) => (!ctx.pipe_seen && !in_condition && !ctx.swallowed).then_some(HazardKind::Pipe),
            };
            here.kept = loss.is_none();
            here.always &= count == 1;
            match command {
                Command::Simple(simple) => {
                    let feeds = at > 0;
                    let sifts = ctx.feeds || count > 1 && !last;
                    let counts = |name: &str| if sifts { produces(name) } else { matters(name) };
                    let guilty = name_of(simple).is_some_and(|name| counts(name) && self.function_matters(name));
                    if let Some(kind) = loss
                        && guilty
                    {
                        said = self.options.pipefail;
                        self.lose(kind, simple);
                    }
                    self.simple(simple, here, loss, feeds);
                }
                Command::Compound(compound, _) => {
                    here.loss = loss.unwrap_or(here.loss);
                    self.compound_command(compound, here);
                }
                Command::Function(function) => {
                    let (name, body) = (function.fname.value.as_str(), &function.body.0);
                    self.functions.push(Function { name, body, walked: self.trial });
                }
                Command::ExtendedTest(..) => {}
            }
        }
    }

    fn compound_command(&mut self, compound: &'a CompoundCommand, ctx: Ctx) {
        let once = Ctx { always: false, ..ctx };
        let condition = Ctx { kept: true, ignored: true, ..once };
        // Of a loop, only the last round counts.
        let round = Ctx { kept: false, loss: HazardKind::Sequence, ..once };
        match compound {
            CompoundCommand::BraceGroup(group) => self.compound(&group.list, ctx),
            CompoundCommand::Subshell(group) => {
                let options = self.options;
                self.compound(&group.list, ctx);
                self.options = options;
            }
            CompoundCommand::ForClause(clause) => {
                clause.values.iter().flatten().for_each(|word| self.argument(word, ctx, false));
                self.compound(&clause.body.list, round);
            }
            CompoundCommand::ArithmeticForClause(clause) => {
                let endless = clause.condition.as_ref().is_none_or(|condition| condition.value.trim().is_empty());
                self.endless_loop(endless, &clause.body.list, compound, ctx);
                self.compound(&clause.body.list, round);
            }
            CompoundCommand::WhileClause(clause) | CompoundCommand::UntilClause(clause) => {
                let sign =
                    if matches!(compound, CompoundCommand::WhileClause(_)) { ["true", ":"] } else { ["false"; 2] };
                let endless = match clause.0.0.as_slice() {
                    [only] => only_simple(only).and_then(name_of).is_some_and(|name| sign.contains(&name)),
                    _ => false,
                };
                self.endless_loop(endless, &clause.1.list, compound, ctx);
                self.compound(&clause.0, Ctx { in_loop_condition: true, ..condition });
                self.compound(&clause.1.list, round);
            }
            CompoundCommand::IfClause(clause) => {
                self.compound(&clause.condition, Ctx { in_if: true, ..condition });
                self.compound(&clause.then, once);
                for branch in clause.elses.iter().flatten() {
                    if let Some(test) = &branch.condition {
                        self.compound(test, Ctx { in_if: true, ..condition });
                    }
                    self.compound(&branch.body, once);
                }
            }
            CompoundCommand::CaseClause(clause) => {
                clause.cases.iter().filter_map(|case| case.cmd.as_ref()).for_each(|list| self.compound(list, once));
            }
            CompoundCommand::Arithmetic(_) | CompoundCommand::Coprocess(_) => {}
        }
    }

    fn endless_loop(&mut self, endless: bool, body: &CompoundList, whole: &CompoundCommand, ctx: Ctx) {
        use brush_parser::ast::SourceLocation as _;
        let mut way_out = false;
        each_simple(body, &mut |simple| {
            way_out |= name_of(simple).is_some_and(|name| {
                matches!(name, "break" | "exit" | "return" | "exec" | "kill") || self.function(name).is_some()
            });
        });
        if endless && !way_out && ctx.always {
            let span = whole.location().map(|span| self.found.source.origin(self.piece.span(&span)));
            self.never_ends(span);
        }
    }

    pub(super) fn never_ends(&mut self, span: Option<Range<usize>>) {
        let known = &mut self.found.script.never_ends;
        *known = known.take().or(span);
    }

    /// What a function of this name does.
    pub(super) fn body_of(&self, name: &str) -> Option<&'a CompoundCommand> {
        self.functions.get(self.function(name)?).map(|function| function.body)
    }

    fn function(&self, name: &str) -> Option<usize> {
        self.functions.iter().rposition(|function| function.name == name)
    }

    /// A function that only talks is no work; what is no function is.
    fn function_matters(&self, name: &str) -> bool {
        let Some(function) = self.function(name).and_then(|at| self.functions.get(at)) else { return true };
        let mut works = false;
        super::tree::lists(function.body).into_iter().for_each(|list| {
            each_simple(list, &mut |simple| works |= name_of(simple).is_none_or(matters));
        });
        works
    }

    /// Judges a function where it is first called.
    fn enter(&mut self, at: usize) {
        let Some(function) = self.functions.get_mut(at).filter(|function| !function.walked) else { return };
        function.walked = true;
        let body = function.body;
        self.compound_command(body, Ctx::kept());
    }

    pub(super) fn call(&mut self, name: &str, simple: &'a SimpleCommand, ctx: Ctx) {
        let Some(at) = self.function(name).filter(|_| !self.trial) else { return };
        self.enter(at);
        let Some(body) = self.functions.get(at).map(|function| function.body) else { return };
        if !self.options.errexit || !ctx.ignored || ctx.swallowed || self.found.trials >= MAX_TRIALS {
            return;
        }
        self.found.trials += 1;
        // The same body once as `set -e` sees it and once as it does not.
        let losses = |ignored, walk: &mut Self| {
            let kept = walk.found.script.clone();
            let (options, trial, off) = (walk.options, walk.trial, walk.switched_off.take());
            walk.trial = true;
            walk.found.script.hazards.clear();
            walk.compound_command(body, Ctx { ignored, ..Ctx::kept() });
            let losses = walk.found.script.hazards.iter().filter(|hazard| hazard.kind.loses()).count();
            walk.found.script = kept;
            (walk.options, walk.trial, walk.switched_off) = (options, trial, off);
            losses
        };
        if losses(true, self) > losses(false, self) {
            self.report(HazardKind::ErrexitDefeated, None, simple, None);
        }
    }

    /// A failure that nobody learns of.
    pub(super) fn lose(&mut self, kind: HazardKind, simple: &SimpleCommand) {
        let mask = match kind {
            HazardKind::Pipe => MaskKind::Pipe,
            _ => MaskKind::Sequence,
        };
        let off = self.switched_off.clone().filter(|_| mask == MaskKind::Sequence);
        let Some(span) = off else { return self.report(kind, Some(mask), simple, None) };
        self.mask(mask, simple);
        self.push(HazardKind::ErrexitOff, span, "set".to_owned(), None);
    }

    fn mask(&mut self, kind: MaskKind, simple: &SimpleCommand) {
        let Some(program) = name_of(simple) else { return };
        let mask = Mask { kind, command: simple.to_string(), program: program.to_owned() };
        let masks = &self.found.script.masks;
        if masks.len() < MAX_HAZARDS && !masks.contains(&mask) {
            self.found.script.masks.push(mask);
        }
    }

    pub(super) fn report(
        &mut self,
        kind: HazardKind,
        mask: Option<MaskKind>,
        simple: &SimpleCommand,
        remedy: Option<Remedy>,
    ) {
        if let Some(mask) = mask {
            self.mask(mask, simple);
        }
        let words: Vec<String> = words_of(simple).iter().map(|word| plain(&word.value)).collect();
        let program = Call::new(&words).map(|call| call.program).unwrap_or_default();
        let span = self.command_span(simple);
        self.push(kind, span, program, remedy);
    }

    /// Notes a hazard at these bytes of the text, once.
    pub(super) fn push(&mut self, kind: HazardKind, span: Range<usize>, program: String, remedy: Option<Remedy>) {
        let command = shortened(self.found.source.text.get(span.clone()).unwrap_or_default());
        let span = self.found.source.origin(span);
        let hazards = &mut self.found.script.hazards;
        if hazards.len() < MAX_HAZARDS && !hazards.iter().any(|known| known.kind == kind && known.span == span) {
            hazards.push(Hazard { kind, command, program, span, remedy });
        }
    }
}

impl Ctx {
    /// A command whose status counts.
    pub(super) fn kept() -> Self {
        Self {
            kept: true,
            ignored: false,
            loss: HazardKind::Sequence,
            always: false,
            in_if: false,
            in_loop_condition: false,
            swallowed: false,
            after_failure: false,
            pipe_seen: false,
            fails_anyway: false,
            feeds: false,
        }
    }
}

/// One line of at most eighty characters.
fn shortened(command: &str) -> String {
    let line: Vec<&str> = command.split_whitespace().collect();
    let line = line.join(" ");
    match line.char_indices().nth(79) {
        Some((at, _)) if line.len() > at + 1 => format!("{}…", line.get(..at).unwrap_or_default()),
        _ => line,
    }
}
