//! Predicates that the rules of several diagnostics share; see [`crate::prevent::rule`].

use crate::prevent::rule::{Compare, Limit, Test};

/// A rule of a pod failure policy that looks at disruptions.
pub(in crate::catalogue) const ABOUT_DISRUPTION: Test = Test::Some(
    "condition",
    "rule.onPodConditions",
    &Test::All(&[
        Test::OneOf("condition.type", &["DisruptionTarget"]),
        Test::Any(&[Test::Not(&Test::Text("condition.status")), Test::OneOf("condition.status", &["True"])]),
    ]),
);

/// A rule of a pod failure policy that takes 137 or 143.
pub(in crate::catalogue) const TAKES_A_SIGNAL: Test = Test::Any(&[
    Test::All(&[Test::Present("rule.onExitCodes"), Test::Not(&ALL_BUT), Test::Any(&[LISTS_137, LISTS_143])]),
    Test::All(&[ALL_BUT, Test::Not(&LISTS_137)]),
    Test::All(&[ALL_BUT, Test::Not(&LISTS_143)]),
]);

const ALL_BUT: Test = Test::OneOf("rule.onExitCodes.operator", &["NotIn"]);

const LISTS_137: Test =
    Test::Some("code", "rule.onExitCodes.values", &Test::Number("code", Compare::Equal, Limit::Is(137)));

const LISTS_143: Test =
    Test::Some("code", "rule.onExitCodes.values", &Test::Number("code", Compare::Equal, Limit::Is(143)));

/// A rule of a pod failure policy that fails the Job or the index when a pod was stopped from outside.
pub(in crate::catalogue) const FAILS_ON_SIGNALS: Test =
    Test::All(&[Test::OneOf("rule.action", &["FailJob", "FailIndex"]), TAKES_A_SIGNAL]);

/// Whether more than one pod runs at once.
pub(in crate::catalogue) const SEVERAL_PODS: Test = Test::All(&[
    Test::Number("job.parallelism", Compare::AtLeast, Limit::Is(2)),
    Test::Any(&[
        Test::Not(&Test::Present("job.completions")),
        Test::Number("job.completions", Compare::AtLeast, Limit::Is(2)),
    ]),
]);

/// Whether something in the pods may give each of them a part of the work.
pub(in crate::catalogue) const MAY_DIVIDE_WORK: Test = Test::Some(
    "container",
    "containers",
    &Test::Any(&[
        Test::Not(&Test::Present("container.command")),
        Test::Present("container.envFrom"),
        Test::Matches("container.name", DIVIDES),
        Test::Matches("container.image", DIVIDES),
        Test::Some("word", "container.command", &Test::Matches("word", DIVIDES)),
        Test::Some("word", "container.args", &Test::Matches("word", DIVIDES)),
        Test::Some(
            "variable",
            "container.env",
            &Test::Any(&[
                Test::Present("variable.valueFrom"),
                Test::Matches("variable.name", DIVIDES),
                Test::Matches("variable.value", DIVIDES),
            ]),
        ),
    ]),
);

/// The words of [`super::limits`] that speak of divided work, as an expression.
const DIVIDES: &str = "(?i)(index|queue|redis|rabbit|amqp|sqs|kafka|pubsub|nats|celery|broker|worker|consum|shard|partition|lock|\
    hostname|coordinat|master|rank|mpi|task|random|lease)";

/// Whether the container has a user of its own.
pub(in crate::catalogue) const HAS_USER: Test = Test::Any(&[
    Test::Number("container.securityContext.runAsUser", Compare::Below, Limit::Is(0)),
    Test::Number("container.securityContext.runAsUser", Compare::AtLeast, Limit::Is(0)),
]);

/// Whether the pod has a user.
pub(in crate::catalogue) const POD_HAS_USER: Test = Test::Any(&[
    Test::Number("pod.securityContext.runAsUser", Compare::Below, Limit::Is(0)),
    Test::Number("pod.securityContext.runAsUser", Compare::AtLeast, Limit::Is(0)),
]);

/// Whether the container, or the pod in its place, says that it does not run as root.
pub(in crate::catalogue) const SAYS_NON_ROOT: Test = Test::Any(&[
    Test::Bool("container.securityContext.runAsNonRoot", true),
    Test::All(&[
        Test::Not(&Test::Present("container.securityContext.runAsNonRoot")),
        Test::Bool("pod.securityContext.runAsNonRoot", true),
    ]),
]);
