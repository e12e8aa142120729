//! Each rule has a model that fails without it: a copy of this package is changed in one place, and the model must fail.
//!
//! A change whose text is not there any more fails the test too, so the list cannot rot.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

struct Mutation {
    what: &'static str,
    file: &'static str,
    find: &'static str,
    replace: &'static str,
    /// The model that fails.
    model: &'static str,
}

const STATUS: &str = "otp-runtime/src/process/status.rs";
const OWN_TASK: &str = "otp-runtime/src/process/own_task.rs";
const DEATH: &str = "tests/loom/cell/death.rs";
const MESSAGES: &str = "tests/loom/cell/messages.rs";
const TASK: &str = "tests/loom/cell/task.rs";

const MUTATIONS: &[Mutation] = &[
    Mutation {
        what: "who enters does not see what the last owner wrote",
        file: STATUS,
        find: "self.0.compare_exchange(0, OWNED, Acquire, Relaxed)",
        replace: "self.0.compare_exchange(0, OWNED, Relaxed, Relaxed)",
        model: "models::serving::a_caller_that_spins_enters_after_the_other",
    },
    Mutation {
        what: "who leaves does not show what it wrote",
        file: STATUS,
        find: "match self.0.compare_exchange(expected, 0, Release, Acquire)",
        replace: "match self.0.compare_exchange(expected, 0, Relaxed, Acquire)",
        model: "models::serving::callers_and_a_caster_lose_nothing_and_keep_their_order",
    },
    Mutation {
        what: "entry looks at OWNED alone",
        file: STATUS,
        find: "self.0.compare_exchange(0, OWNED, Acquire, Relaxed).is_ok()",
        replace: "self.0.fetch_or(OWNED, Acquire) & OWNED == 0",
        model: "models::serving::a_server_without_calls_in_place_is_never_entered",
    },
    Mutation {
        what: "a spinning caller enters without taking the word",
        file: STATUS,
        find: "0 if self.try_enter() => return true,",
        replace: "0 => return true,",
        model: "models::serving::a_caller_that_spins_enters_after_the_other",
    },
    Mutation {
        what: "a post does not take the process",
        file: STATUS,
        find: "self.0.fetch_or(MAIL | OWNED, AcqRel)",
        replace: "self.0.fetch_or(MAIL, AcqRel)",
        model: "models::serving::callers_and_a_caster_lose_nothing_and_keep_their_order",
    },
    Mutation {
        what: "a post does not take a free process",
        file: STATUS,
        find: "compare_exchange(now, now | OWNED | TURN, AcqRel, Relaxed)",
        replace: "compare_exchange(now, now, AcqRel, Relaxed)",
        model: "models::serving::exactly_one_poster_gives_the_turn",
    },
    Mutation {
        what: "the turn of a free process brings no look at the queue",
        file: TASK,
        find: "if mailbox.queue.len() == 1 {",
        replace: "if mailbox.queue.len() == 1 && cell.status.has(MAIL) {",
        model: "models::serving::two_casters_wake_the_task_once",
    },
    Mutation {
        what: "a signal does not take the process",
        file: STATUS,
        find: "self.0.fetch_or(SIGNAL | OWNED, AcqRel)",
        replace: "self.0.fetch_or(SIGNAL, AcqRel)",
        model: "models::dying::a_kill_while_a_caller_is_inside",
    },
    Mutation {
        what: "a post does not say that there is mail",
        file: STATUS,
        find: "self.0.fetch_or(MAIL | OWNED, AcqRel)",
        replace: "self.0.fetch_or(OWNED, AcqRel)",
        model: "models::serving::callers_and_a_caster_lose_nothing_and_keep_their_order",
    },
    Mutation {
        what: "a signal wakes nobody",
        file: STATUS,
        find: "            Next::WakeOwner\n",
        replace: "            Next::Nothing\n",
        model: "models::dying::a_waiting_handler_is_woken_by_a_kill",
    },
    Mutation {
        what: "all that find HOLD give the turn",
        file: STATUS,
        find: "before & HOLD != 0 && self.0.fetch_and(!HOLD, AcqRel) & HOLD != 0",
        replace: "before & HOLD != 0 && self.0.fetch_and(!HOLD, AcqRel) != 0",
        model: "models::suspended::a_held_process_is_woken_exactly_once",
    },
    Mutation {
        what: "nobody looks at HOLD",
        file: STATUS,
        find: "before & HOLD != 0 && self.0",
        replace: "before & HOLD == u32::MAX && self.0",
        model: "models::suspended::messages_are_set_aside_and_handled_after_the_resume",
    },
    Mutation {
        what: "a process is held with mail",
        file: STATUS,
        find: "if now & (MAIL | SIGNAL | DEAD) != 0 {",
        replace: "if now & (SIGNAL | DEAD) != 0 {",
        model: "models::suspended::an_owner_and_whoever_comes_do_not_miss_each_other",
    },
    Mutation {
        what: "a process is held with a signal",
        file: STATUS,
        find: "if now & (MAIL | SIGNAL | DEAD) != 0 {",
        replace: "if now & (MAIL | DEAD) != 0 {",
        model: "models::suspended::an_owner_and_whoever_comes_do_not_miss_each_other",
    },
    Mutation {
        what: "an owner leaves with mail",
        file: STATUS,
        find: "if now & MAIL != 0 {\n                return Leave::Mail;",
        replace: "if now & MAIL == u32::MAX {\n                return Leave::Mail;",
        model: "models::serving::callers_and_a_caster_lose_nothing_and_keep_their_order",
    },
    Mutation {
        what: "an owner leaves with a signal",
        file: STATUS,
        find: "if now & SIGNAL != 0 {",
        replace: "if now & SIGNAL == u32::MAX {",
        model: "models::dying::a_kill_while_a_caller_is_inside",
    },
    Mutation {
        what: "death is not in the word",
        file: STATUS,
        find: "self.0.fetch_or(DEAD | OWNED, AcqRel);",
        replace: "self.0.fetch_or(OWNED, AcqRel);",
        model: "models::dying::given_up_while_the_owner_has_the_queue",
    },
    Mutation {
        what: "a turn is not noted",
        file: OWN_TASK,
        find: "        self.turn = true;\n",
        replace: "",
        model: "models::serving::two_casters_wake_the_task_once",
    },
    Mutation {
        what: "a turn is not used up",
        file: OWN_TASK,
        find: "std::mem::take(&mut self.turn)",
        replace: "self.turn",
        model: "models::serving::the_own_task_and_a_caller_in_place_take_turns",
    },
    Mutation {
        what: "a second task is spawned",
        file: OWN_TASK,
        find: "        if self.spawned {\n            self.wake()",
        replace: "        if false {\n            self.wake()",
        model: "models::serving::the_own_task_and_a_caller_in_place_take_turns",
    },
    Mutation {
        what: "a task from init is not known",
        file: OWN_TASK,
        find: "    pub(crate) fn set_spawned(&mut self) {\n        self.spawned = true;",
        replace: "    pub(crate) fn set_spawned(&mut self) {",
        model: "models::serving::a_start_that_waits_goes_on_as_the_own_task",
    },
    Mutation {
        what: "a task that was let go is still counted on",
        file: OWN_TASK,
        find: "*self = OwnTask { listed: self.listed, ..OwnTask::default() };",
        replace: "",
        model: "models::serving::a_task_is_let_go_while_a_message_comes",
    },
    Mutation {
        what: "a task is let go with its turn",
        file: OWN_TASK,
        find: "if self.take_turn() {\n            return Parked::Turn;\n        }\n        if std::mem::take(&mut self.retire) {",
        replace: "if !self.idle && self.take_turn() {\n            return Parked::Turn;\n        }\n        if self.idle {",
        model: "models::serving::a_task_is_let_go_while_a_message_comes",
    },
    Mutation {
        what: "a task that the runtime dropped is still counted on",
        file: OWN_TASK,
        find: "std::mem::take(self).turn",
        replace: "self.turn",
        model: "models::shutdown::a_caller_is_inside_when_the_parked_task_is_dropped",
    },
    Mutation {
        what: "MAIL is cleared after the queue was taken",
        file: TASK,
        find: "            cell.status.take_mail();\n            let queue = std::mem::take(&mut cell.mailbox.lock().unwrap().queue);\n",
        replace: "            let queue = std::mem::take(&mut cell.mailbox.lock().unwrap().queue);\n            cell.status.take_mail();\n",
        model: "models::serving::a_message_comes_while_others_are_taken",
    },
    Mutation {
        what: "a message is posted before the queue is locked",
        file: MESSAGES,
        find: "            let mut mailbox = self.mailbox.lock().unwrap();\n            if self.status.has(DEAD) {\n                return false;\n            }\n            mailbox.queue.push_back(message);\n            match self.status.post() {",
        replace: "            let next = self.status.post();\n            let mut mailbox = self.mailbox.lock().unwrap();\n            if self.status.has(DEAD) {\n                return false;\n            }\n            mailbox.queue.push_back(message);\n            match next {",
        model: "models::serving::two_casters_wake_the_task_once",
    },
    Mutation {
        what: "a handler looks for a signal before its waker is known",
        file: TASK,
        find: "            if self.owning && cell.status.has(SIGNAL) {\n                ending = Some(Some(Ending::Signal));\n            }\n",
        replace: "",
        model: "models::dying::a_begun_handler_is_woken_by_a_kill",
    },
    Mutation {
        what: "a closed mailbox takes messages",
        file: MESSAGES,
        find: "            if self.status.has(DEAD) {\n                return false;\n            }\n",
        replace: "",
        model: "models::dying::a_stop_tells_those_who_queue",
    },
    Mutation {
        what: "two may close the mailbox",
        file: DEATH,
        find: "        if self.status.has(DEAD) {\n            return None;\n        }\n        let queue",
        replace: "        let queue",
        model: "models::dying::given_up_while_a_caller_is_inside",
    },
    Mutation {
        what: "the mailbox is closed after its lock is released",
        file: DEATH,
        find: "        self.status.die();\n        Some(queue)",
        replace: "        drop(mailbox);\n        self.status.die();\n        Some(queue)",
        model: "models::dying::a_stop_tells_those_who_queue",
    },
    Mutation {
        what: "giving up forgets those whose messages are out of reach",
        file: DEATH,
        find: "        self.tell_death(reason);\n        self.tell_waiting(reason);\n    }\n\n    /// The runtime",
        replace: "        self.tell_death(reason);\n    }\n\n    /// The runtime",
        model: "models::dying::given_up_while_the_owner_has_the_queue",
    },
    Mutation {
        what: "a caller does not look whether it came too late",
        file: MESSAGES,
        find: "        if self.status.has(DEAD) {\n            let dead",
        replace: "        if false {\n            let dead",
        model: "models::dying::given_up_while_the_owner_has_the_queue",
    },
    Mutation {
        what: "a dropped task forgets its turn",
        file: DEATH,
        find: "if owning || turn {",
        replace: "if owning {",
        model: "models::shutdown::a_cast_and_calls_are_told",
    },
    Mutation {
        what: "a begun handler outlives its process",
        file: DEATH,
        find: "        let begun = self.drop_begun();\n",
        replace: "        let begun = self.mailbox.lock().unwrap().begun.as_ref().map(|begun| begun.caller.clone());\n",
        model: "models::shutdown::a_handler_begun_in_place_changes_hands_as_the_runtime_goes",
    },
];

/// A package like this one, alone in a workspace of its own.
const MANIFEST: &str = r#"[package]
name = "otp-loom-models"
version = "0.0.0"
edition = "2024"

[lib]
path = "lib.rs"
doctest = false

[dependencies]
loom = "0.7"

[profile.dev]
debug = false

[profile.dev.package.loom]
opt-level = 3

[profile.dev.package.generator]
opt-level = 3

[workspace]
"#;

struct Copy {
    root: PathBuf,
    here: PathBuf,
}

impl Copy {
    fn new() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).expect("the workspace").to_owned();
        let here = Path::new(env!("CARGO_TARGET_TMPDIR")).join("mutations");
        let copy = Copy { root, here };
        let package = copy.here.join("tests/loom");
        fs::create_dir_all(copy.here.join("otp-runtime/src/process")).unwrap();
        for folder in ["cell", "models"] {
            fs::create_dir_all(package.join(folder)).unwrap();
            for file in fs::read_dir(copy.root.join("tests/loom").join(folder)).unwrap() {
                let name = file.unwrap().file_name().into_string().expect("a plain name");
                copy.copy(&format!("tests/loom/{folder}/{name}"));
            }
        }
        for file in ["lib.rs", "cell.rs", "rt.rs", "links.rs"] {
            copy.copy(&format!("tests/loom/{file}"));
        }
        copy.copy(STATUS);
        copy.copy(OWN_TASK);
        fs::write(package.join("Cargo.toml"), MANIFEST).unwrap();
        fs::copy(copy.root.join("Cargo.lock"), package.join("Cargo.lock")).unwrap();
        copy
    }

    fn copy(&self, file: &str) {
        let text = fs::read_to_string(self.root.join(file)).unwrap();
        self.write(file, &text);
    }

    /// A new time stamp is what tells cargo that there is something to build.
    fn write(&self, file: &str, text: &str) {
        fs::write(self.here.join(file), text).unwrap();
    }

    /// Whether the model holds; `Err`: it could not be run.
    fn holds(&self, model: &str) -> Result<bool, String> {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let cargo = || {
            let mut cargo = Command::new(&cargo);
            cargo.args(["test", "--offline", "--quiet", "--lib", "--manifest-path"]);
            cargo.arg(self.here.join("tests/loom/Cargo.toml"));
            cargo
                .env("CARGO_TARGET_DIR", self.here.join("target"))
                .env("RUSTFLAGS", "-Awarnings")
                .env("RUST_BACKTRACE", "0");
            cargo
        };
        let built = cargo().arg("--no-run").output().map_err(|error| error.to_string())?;
        if !built.status.success() {
            return Err(format!("it does not compile:\n{}", String::from_utf8_lossy(&built.stderr)));
        }
        let ran = cargo().args(["--", "--exact", model]).output().map_err(|error| error.to_string())?;
        let said = String::from_utf8_lossy(&ran.stdout);
        if !said.contains("running 1 test") {
            return Err(format!("there is no model `{model}`:\n{said}"));
        }
        Ok(ran.status.success())
    }
}

#[test]
fn every_mutation_is_caught() {
    let copy = Copy::new();
    let mut wrong = Vec::new();
    for Mutation { what, file, find, replace, model } in MUTATIONS {
        let text = fs::read_to_string(copy.root.join(file)).unwrap();
        let found = text.matches(find).count();
        if found != 1 {
            wrong.push(format!("{what}: `{find}` is {found} times in {file}"));
            continue;
        }
        copy.write(file, &text.replacen(find, replace, 1));
        match copy.holds(model) {
            Ok(false) => println!("caught: {what}"),
            Ok(true) => wrong.push(format!("{what}: {model} holds all the same")),
            Err(error) => wrong.push(format!("{what}: {error}")),
        }
        copy.write(file, &text);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
