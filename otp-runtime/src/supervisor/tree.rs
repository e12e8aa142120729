//! The supervision tree as a value, to be looked at.

use super::Supervisor;
use super::requests::{Child, ChildState};
use crate::{CallError, ChildKind, Pid, Ref};
use std::fmt::{self, Write};
use std::pin::Pin;
use std::sync::Arc;
use tokio::sync::oneshot;

/// A supervisor and what is below it, at the moment it was asked (from [`SupervisorClient::tree`](crate::SupervisorClient::tree)).
///
/// It prints as text:
///
/// ```
/// use otp_runtime::prelude::*;
/// use otp_runtime::ChildSpec;
///
/// # #[otp_runtime::main]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let work = |id| ChildSpec::from_fn(id, std::future::pending::<()>);
/// let web = Supervisor::builder(Strategy::OneForOne).child(work("listener"));
/// let top = Supervisor::builder(Strategy::OneForOne).child(work("clock")).child(web.into_child_spec().id("web"));
/// let top = top.start_link().name("top").await?;
/// let tree = top.tree().await?;
/// let shape: Vec<_> = tree.children.iter().map(|child| (&*child.id, child.children.len())).collect();
/// assert_eq!(shape, [("clock", 0), ("web", 1)]);
/// println!("{tree}\n{}\n{}", tree.mermaid(), tree.dot());
/// # top.stop().await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Tree {
    /// Its id; of the top its name.
    pub id: Arc<str>,
    /// Whether it runs.
    pub state: ChildState,
    /// Worker or supervisor.
    pub kind: ChildKind,
    /// How a supervisor restarts: its strategy, or what kind of supervisor it is.
    pub label: &'static str,
    /// Its children, oldest first.
    pub children: Vec<Tree>,
}

/// Asks a supervisor of any kind for its children.
pub struct Describe(oneshot::Sender<Described>);

pub(crate) struct Described {
    pub(crate) id: Arc<str>,
    pub(crate) pid: Pid,
    pub(crate) label: &'static str,
    /// Oldest first.
    pub(crate) children: Vec<Child>,
}

impl Describe {
    pub(crate) fn answer(self, described: Described) {
        let _ = self.0.send(described);
    }
}

impl super::Strategy {
    pub(super) fn word(self) -> &'static str {
        match self {
            super::Strategy::OneForOne => "one_for_one",
            super::Strategy::OneForAll => "one_for_all",
            super::Strategy::RestForOne => "rest_for_one",
        }
    }
}

impl Supervisor {
    pub(super) fn describe(&self, ask: Describe, pid: Pid) {
        let mut children = self.which_children();
        children.reverse();
        let label = self.flags.strategy.word();
        ask.answer(Described { id: self.seat.id().clone(), pid, label, children });
    }
}

/// The tree from a supervisor down.
pub(crate) async fn of<S: crate::GenServer>(top: &Ref<S>) -> Result<Tree, CallError> {
    let process = top.resolve().map_err(|failure| failure.at(site::<S>(top)))?;
    let pid = process.head.pid;
    drop(process);
    match below(pid).await {
        Some(described) => Ok(draw(described).await),
        None => Err(CallError::NoProc(Box::new(site::<S>(top)))),
    }
}

fn site<S: crate::GenServer>(top: &Ref<S>) -> crate::CallSite {
    crate::CallSite { operation: "tree", server: S::NAME, target: top.target(), timeout: None, reason: None }
}

/// What a supervisor says; `None` when it has ended, or is none: then nobody would answer.
async fn below(pid: Pid) -> Option<Described> {
    crate::system::find(pid).filter(|process| crate::place::seat_of(&**process).is_some())?;
    let (ask, answer) = oneshot::channel();
    pid.send(Describe(ask));
    // a death drops the question
    answer.await.ok()
}

fn draw(described: Described) -> Pin<Box<dyn Future<Output = Tree> + Send>> {
    Box::pin(async move {
        let Described { id, pid, label, children: found } = described;
        let mut children = Vec::with_capacity(found.len());
        for child in found {
            let described = match (child.kind, child.pid()) {
                (ChildKind::Supervisor, Some(pid)) => below(pid).await,
                _ => None,
            };
            let mut tree = match described {
                Some(described) => draw(described).await,
                None => {
                    Tree { id: child.id.clone(), state: child.state, kind: child.kind, label: "", children: Vec::new() }
                }
            };
            tree.id = child.id;
            children.push(tree);
        }
        Tree { id, state: ChildState::Running(pid), kind: ChildKind::Supervisor, label, children }
    })
}

impl Tree {
    /// Its pid, if it runs.
    pub fn pid(&self) -> Option<Pid> {
        match self.state {
            ChildState::Running(pid) => Some(pid),
            ChildState::Restarting | ChildState::Stopped => None,
        }
    }

    /// A Mermaid flowchart, for Markdown.
    pub fn mermaid(&self) -> String {
        mermaid(std::slice::from_ref(self))
    }

    /// A graph in Graphviz's DOT language.
    pub fn dot(&self) -> String {
        dot(std::slice::from_ref(self))
    }

    /// Visits the tree from the top, each node with a number and that of the one above.
    fn each(&self, next: &mut usize, above: Option<usize>, visit: &mut dyn FnMut(usize, Option<usize>, &Tree)) {
        let number = *next;
        *next += 1;
        visit(number, above, self);
        for child in &self.children {
            child.each(next, Some(number), visit);
        }
    }

    fn line(&self) -> String {
        let mut line = format!("{} {}", self.id, self.state);
        if !self.label.is_empty() {
            let _ = write!(line, " {}", self.label);
        }
        line
    }

    fn print(&self, f: &mut fmt::Formatter<'_>, margin: &str) -> fmt::Result {
        writeln!(f, "{}", self.line())?;
        for (at, child) in self.children.iter().enumerate() {
            let last = at + 1 == self.children.len();
            write!(f, "{margin}{}", if last { "└─ " } else { "├─ " })?;
            child.print(f, &format!("{margin}{}", if last { "   " } else { "│  " }))?;
        }
        Ok(())
    }
}

/// Some trees as one Mermaid flowchart.
pub(crate) fn mermaid(trees: &[Tree]) -> String {
    let (mut text, mut next) = (String::from("flowchart TD\n"), 0);
    for tree in trees {
        tree.each(&mut next, None, &mut |number, above, tree| {
            let label = tree.line().replace('"', "#quot;");
            let (open, close) = if tree.kind == ChildKind::Supervisor { ("[", "]") } else { ("(", ")") };
            let _ = writeln!(text, "    n{number}{open}\"{label}\"{close}");
            if let Some(above) = above {
                let _ = writeln!(text, "    n{above} --> n{number}");
            }
        });
    }
    text
}

/// Some trees as one graph.
pub(crate) fn dot(trees: &[Tree]) -> String {
    let (mut text, mut next) = (String::from("digraph supervision {\n"), 0);
    for tree in trees {
        tree.each(&mut next, None, &mut |number, above, tree| {
            let label = tree.line().replace('\\', "\\\\").replace('"', "\\\"");
            let shape = if tree.kind == ChildKind::Supervisor { "box" } else { "ellipse" };
            let _ = writeln!(text, "    n{number} [label=\"{label}\", shape={shape}];");
            if let Some(above) = above {
                let _ = writeln!(text, "    n{above} -> n{number};");
            }
        });
    }
    text.push_str("}\n");
    text
}

impl fmt::Display for Tree {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.print(f, "")
    }
}
