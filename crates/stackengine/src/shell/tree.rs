//! Small questions to the parser's tree.

use brush_parser::ast::{
    AndOr, AndOrList, Command, CommandPrefixOrSuffixItem, CompoundCommand, CompoundList, CompoundListItem,
    IoFileRedirectTarget, IoRedirect, Pipeline, SimpleCommand, Word,
};

/// The pipelines of a list, each with whether `||` stands before it.
pub(super) fn links(list: &AndOrList) -> Vec<(&Pipeline, bool)> {
    let rest = list.additional.iter().map(|next| match next {
        AndOr::And(pipeline) => (pipeline, false),
        AndOr::Or(pipeline) => (pipeline, true),
    });
    std::iter::once((&list.first, false)).chain(rest).collect()
}

/// The simple command that is all of a pipeline.
pub(super) fn only_command(pipeline: &Pipeline) -> Option<&SimpleCommand> {
    match pipeline.seq.as_slice() {
        [Command::Simple(simple)] if !pipeline.bang => Some(simple),
        _ => None,
    }
}

/// The simple command that is all of an item.
pub(super) fn only_simple(item: &CompoundListItem) -> Option<&SimpleCommand> {
    if item.0.additional.is_empty() { only_command(&item.0.first) } else { None }
}

/// The first word as written.
pub(super) fn name_of(command: &SimpleCommand) -> Option<&str> {
    command.word_or_name.as_ref().map(|word| word.value.as_str())
}

/// Everything around the name.
pub(super) fn items(command: &SimpleCommand) -> impl Iterator<Item = &CommandPrefixOrSuffixItem> {
    let prefix = command.prefix.iter().flat_map(|prefix| &prefix.0);
    prefix.chain(command.suffix.iter().flat_map(|suffix| &suffix.0))
}

/// All words, the name first.
pub(super) fn words_of(command: &SimpleCommand) -> Vec<&Word> {
    let arguments = command.suffix.iter().flat_map(|suffix| &suffix.0).filter_map(|item| match item {
        CommandPrefixOrSuffixItem::Word(word) | CommandPrefixOrSuffixItem::AssignmentWord(_, word) => Some(word),
        _ => None,
    });
    command.word_or_name.iter().chain(arguments).collect()
}

/// Files that output goes to.
pub(super) fn written_file(redirect: &IoRedirect) -> Option<&Word> {
    use brush_parser::ast::IoFileRedirectKind::{Append, Clobber, ReadAndWrite, Write};
    match redirect {
        IoRedirect::File(_, Write | Append | Clobber | ReadAndWrite, IoFileRedirectTarget::Filename(word))
        | IoRedirect::OutputAndError(word, _) => Some(word),
        _ => None,
    }
}

/// The lists directly inside a compound command.
pub(super) fn lists(compound: &CompoundCommand) -> Vec<&CompoundList> {
    match compound {
        CompoundCommand::BraceGroup(group) => vec![&group.list],
        CompoundCommand::Subshell(group) => vec![&group.list],
        CompoundCommand::ForClause(clause) => vec![&clause.body.list],
        CompoundCommand::ArithmeticForClause(clause) => vec![&clause.body.list],
        CompoundCommand::WhileClause(clause) | CompoundCommand::UntilClause(clause) => {
            vec![&clause.0, &clause.1.list]
        }
        CompoundCommand::CaseClause(clause) => clause.cases.iter().filter_map(|case| case.cmd.as_ref()).collect(),
        CompoundCommand::IfClause(clause) => {
            let mut lists = vec![&clause.condition, &clause.then];
            for branch in clause.elses.iter().flatten() {
                lists.extend(&branch.condition);
                lists.push(&branch.body);
            }
            lists
        }
        _ => Vec::new(),
    }
}

/// Calls with every simple command of a list, in order, also those of functions defined in it.
pub(super) fn each_simple<'a>(list: &'a CompoundList, see: &mut dyn FnMut(&'a SimpleCommand)) {
    for (pipeline, _) in list.0.iter().flat_map(|item| links(&item.0)) {
        for command in &pipeline.seq {
            let compound = match command {
                Command::Simple(simple) => {
                    see(simple);
                    continue;
                }
                Command::Compound(compound, _) => compound,
                Command::Function(function) => &function.body.0,
                Command::ExtendedTest(..) => continue,
            };
            for inner in lists(compound) {
                each_simple(inner, see);
            }
        }
    }
}
