//! Random supervision trees under random operations, against a sequential model of the rules.
//!
//! The model (`model.rs`) is written from the rules, not from the implementation. After every step, when nothing moves any
//! more, the two are compared: which children each supervisor has and in which state, what requests were answered, which
//! supervisors have ended and why, and what the workers wrote down of their starts and ends: when, and in which order.
//! Time is paused, so all of it is exact.
//!
//! `OTP_PROPERTY_CASES` sets the number of cases of each test here (5,000 by default).

#[path = "../support/leaks.rs"]
mod leaks;
mod model;
mod spec;
mod world;

use model::{Action, Model, State, Tally, Who};
use otp_runtime::__private::{Runs, test as run_paused};
use otp_runtime::Supervisor;
use proptest::test_runner::{Config, TestRunner};
use spec::{Case, Pick, Step};
use std::fmt::Write;
use std::sync::{Arc, Mutex};
use std::time::Duration;
pub(crate) use world::PANIC;
use world::World;

/// Longer than anything takes, in the paused clock's time.
const HANG: Duration = Duration::from_secs(24 * 3_600);

fn pick(from: &[Who], pick: Pick) -> Option<Who> {
    from.get(usize::from(pick) % from.len().max(1)).copied()
}

/// What a step comes to at this moment.
fn action(case: &Case, model: &Model, step: &Step) -> Action {
    let supervisor = |at: Pick| pick(&model.supervisors(), at);
    // without its root there is little left to look at
    let ending = |at: Pick| match (&model.supervisors()[..], at) {
        ([root], 0..24) => Some(*root),
        ([root, ..], 0) => Some(*root),
        ([_, below @ ..], at) => pick(below, at),
        ([], _) => None,
    };
    let action = match step {
        Step::End(at, how, plan) => pick(&model.workers(), *at).map(|who| Action::End(who, *how, plan.clone())),
        Step::Kill(at) => ending(*at).map(Action::Kill),
        Step::Stop(at) => ending(*at).map(Action::Stop),
        Step::Signal(at) => supervisor(*at).map(Action::Signal),
        Step::Ask(at, request, node) => supervisor(*at).map(|who| {
            let known = case.tree.known(who.0);
            Action::Ask(who, *request, known[usize::from(*node) % known.len()])
        }),
        Step::Plan(node, attempts) => Some(Action::Plan(usize::from(*node) % case.tree.nodes.len(), attempts.clone())),
        Step::Wait(ms) => Some(Action::Wait(*ms)),
    };
    action.unwrap_or(Action::Nothing)
}

/// Runs a case. A difference is told with all that was done until then.
async fn run(case: &Case) {
    let world = World::new(case.tree.clone());
    let mut model = Model::new(case.tree.clone());
    let mut done = String::new();
    let checked = leaks::checked(async {
        let followed = tokio::time::timeout(HANG, follow(case, &mut model, &world, &mut done)).await;
        world.forget();
        TALLY.lock().unwrap().add(&model.tally);
        if let Err(difference) = followed.unwrap_or_else(|_| Err("it hangs".to_owned())) {
            // not by the panic hook: this is said once, of the smallest case
            std::panic::resume_unwind(Box::new(format!("{difference}\ndone:\n{done}")));
        }
    });
    checked.await;
}

async fn follow(case: &Case, model: &mut Model, world: &Arc<World>, done: &mut String) -> Result<(), String> {
    // plans made before the first step are for the first start
    let first = case.steps.iter().take_while(|step| matches!(step, Step::Plan(..))).count();
    let (plans, steps) = case.steps.split_at(first);
    for step in plans {
        let action = action(case, model, step);
        let _ = writeln!(done, "  {action:?}");
        model.apply(&action);
        world.apply(&action).await?;
    }
    let _ = writeln!(done, "  the root starts");
    let expected = model.start();
    let started = world.start().await?;
    model.tally.cases += 1;
    if expected != started {
        return Err(format!("whether the root starts: expected {expected}, was {started}"));
    }
    compare(model, world).await?;
    for step in steps {
        if !model.root_lives() {
            return Ok(());
        }
        model.tally.steps += 1;
        let action = action(case, model, step);
        let _ = writeln!(done, "  at {} ms: {action:?}", model.now);
        let expected = model.apply(&action);
        let reply = world.apply(&action).await?;
        if expected != reply {
            return Err(format!("reply: expected {expected:?}, was {reply:?}"));
        }
        compare(model, world).await?;
    }
    if model.root_lives() {
        let _ = writeln!(done, "  the root stops");
        let stop = Action::Stop((0, 1));
        model.apply(&stop);
        world.apply(&stop).await?;
        compare(model, world).await?;
    }
    Ok(())
}

/// Waits until nothing moves, and compares.
async fn compare(model: &mut Model, world: &Arc<World>) -> Result<(), String> {
    world.reach(model.next_moment()).await;
    world::compare_logs(&std::mem::take(&mut model.log), &world.log())?;
    let mut expected = model.ended.clone();
    let mut ended = world.ended();
    expected.sort_unstable();
    ended.sort_unstable();
    if expected != ended {
        return Err(format!("supervisors that have ended:\n  expected {expected:?}\n  was      {ended:?}"));
    }
    if model.replies != world.replies() {
        let (expected, replies) = (&model.replies, world.replies());
        return Err(format!("replies to what was asked meanwhile:\n  expected {expected:?}\n  was      {replies:?}"));
    }
    compare_children(model, world).await
}

/// From the root down, through clients that are resolved at each use.
async fn compare_children(model: &Model, world: &Arc<World>) -> Result<(), String> {
    if !model.root_lives() {
        return Ok(());
    }
    let root = (0, 1);
    let mut left = vec![(root, world.root()?, Some(String::new()))];
    let mut seen = 0;
    world.begin_visit(model.deletions);
    while let Some((who, client, path)) = left.pop() {
        seen += 1;
        let expected = model.children(who);
        let children = world.children(&client, path.as_deref()).await.map_err(|why| format!("{who:?}: {why}"))?;
        if expected != children {
            return Err(format!("children of {who:?}:\n  expected {expected:?}\n  was      {children:?}"));
        }
        for (node, state) in children {
            if let (Some(_), State::Running(below)) = (world.tree.flags(node), state) {
                let path = path.as_ref().and_then(|path| world.path(path, node));
                left.push((below, client.child::<Supervisor>(&world.tree.id(node)), path));
            }
        }
    }
    world.end_visit();
    if seen == model.supervisors().len() {
        Ok(())
    } else {
        Err(format!("{seen} supervisors are found from the root, there are {:?}", model.supervisors()))
    }
}

/// What all cases together came to, so that it can be seen that they reach what they are about.
static TALLY: Mutex<Tally> = Mutex::new(Tally::NONE);

fn check(cases: u32) {
    super::quiet();
    let cases = std::env::var("OTP_PROPERTY_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(cases);
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 20_000, ..Config::default() };
    let start = std::time::Instant::now();
    let outcome = TestRunner::new(config).run(&spec::cases(), |case| {
        let runs = Runs { workers: Some(0), paused: true };
        run_paused(runs, run(&case));
        Ok(())
    });
    println!("{cases} cases in {:?}; all so far: {:?}", start.elapsed(), TALLY.lock().unwrap());
    if let Err(error) = outcome {
        panic!("{error}");
    }
}

// two, for two cores

#[test]
fn supervision_is_as_the_rules_say() {
    check(5_000);
}

#[test]
fn supervision_is_as_the_rules_say_again() {
    check(5_000);
}
