//! What reaches a supervisor.

use super::tree::Tree;
use super::{
    Child, ChildCounts, DeleteChildError, NoSuchChild, RestartChildError, StartChildError, Supervisor, SupervisorCall,
    SupervisorReply,
};
use crate::gen_server::unexpected_reply;
use crate::place::ChildPlace;
use crate::supervised::{AnyChild, ChildRef, Supervised};
use crate::{CallError, ChildSpec, IntoChildSpec, Ref};
use std::convert::Infallible;
use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

/// Reaches a supervisor, and its children.
///
/// It derefs to [`Ref`], where `pid`, `stop` and `monitor` are. Its requests wait for ever, as OTP's do, and fail as all calls
/// do: with `NoProc` when the supervisor is not there, with its exit reason when it ends meanwhile.
pub struct SupervisorClient(Ref<Supervisor>);

impl SupervisorClient {
    /// The client of a child, resolved at each use: it holds through any number of restarts of the child and of this
    /// supervisor, and its calls fail with `NoProc` while the child does not run. `AnyChild` is the type of any child.
    ///
    /// ```
    /// use otp_runtime::prelude::*;
    /// # struct Till { cents: u64 }
    /// # #[gen_server]
    /// # impl Till { #[init] pub fn init(cents: u64) -> Self { Till { cents } } #[call] pub fn cents(&self) -> u64 { self.cents } }
    /// # #[otp_runtime::main]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let shop = Supervisor::builder(Strategy::OneForOne).child(Till::child(5)).start_link().await?;
    /// let till = shop.child::<Till>("Till");
    /// shop.terminate_child("Till").await?;
    /// assert!(matches!(till.cents().await, Err(CallError::NoProc(_))));
    /// shop.restart_child("Till").await?;
    /// assert_eq!(till.cents().await?, 5);
    /// # shop.stop().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn child<C: Supervised>(&self, id: &str) -> C::Client {
        C::client(ChildPlace::under(self.0.place(), id))
    }

    /// Adds a child and starts it, as the youngest (OTP's `supervisor:start_child/2`). The client reaches whoever is in that
    /// place at each use. A child that ignores its start is `Ok` too: its client has no pid.
    pub async fn start_child<T: IntoChildSpec>(
        &self,
        child: T,
    ) -> Result<<T::Child as Supervised>::Client, CallError<StartChildError>> {
        let spec = child.into_child_spec().erase();
        let call = self.0.call("start_child", SupervisorCall::StartChild(spec), |reply| match reply {
            SupervisorReply::StartChild(result) => result,
            _ => unexpected_reply(),
        });
        call.await.map(T::Child::client)
    }

    /// Ends a child and waits until it has ended. Its spec is kept, unless it is temporary; a restart under way is
    /// cancelled.
    pub async fn terminate_child(&self, id: impl Into<Arc<str>>) -> Result<(), CallError<NoSuchChild>> {
        let call = self.0.call("terminate_child", SupervisorCall::TerminateChild(id.into()), |reply| match reply {
            SupervisorReply::TerminateChild(result) => result,
            _ => unexpected_reply(),
        });
        call.await
    }

    /// Starts a child that was terminated, or had ended for good.
    pub async fn restart_child(&self, id: impl Into<Arc<str>>) -> Result<ChildRef, CallError<RestartChildError>> {
        let call = self.0.call("restart_child", SupervisorCall::RestartChild(id.into()), |reply| match reply {
            SupervisorReply::RestartChild(result) => result,
            _ => unexpected_reply(),
        });
        call.await.map(AnyChild::client)
    }

    /// Forgets a child that does not run.
    pub async fn delete_child(&self, id: impl Into<Arc<str>>) -> Result<(), CallError<DeleteChildError>> {
        let call = self.0.call("delete_child", SupervisorCall::DeleteChild(id.into()), |reply| match reply {
            SupervisorReply::DeleteChild(result) => result,
            _ => unexpected_reply(),
        });
        call.await
    }

    /// The children, youngest first.
    pub async fn which_children(&self) -> Result<Vec<Child>, CallError> {
        let call = self.0.call("which_children", SupervisorCall::WhichChildren, |reply| match reply {
            SupervisorReply::WhichChildren(children) => Ok::<_, Infallible>(children),
            _ => unexpected_reply(),
        });
        call.await
    }

    /// How many children there are, by kind.
    pub async fn count_children(&self) -> Result<ChildCounts, CallError> {
        let call = self.0.call("count_children", SupervisorCall::CountChildren, |reply| match reply {
            SupervisorReply::CountChildren(counts) => Ok::<_, Infallible>(counts),
            _ => unexpected_reply(),
        });
        call.await
    }

    /// A child's spec, with all that was left to defaults. That of a temporary child cannot start it again.
    pub async fn get_childspec(&self, id: impl Into<Arc<str>>) -> Result<ChildSpec, CallError<NoSuchChild>> {
        let call = self.0.call("get_childspec", SupervisorCall::GetChildspec(id.into()), |reply| match reply {
            SupervisorReply::GetChildspec(result) => result,
            _ => unexpected_reply(),
        });
        call.await
    }

    /// The tree of supervisors and workers from here down, as it is now: print it, or its
    /// [`mermaid`](Tree::mermaid) or [`dot`](Tree::dot).
    pub async fn tree(&self) -> Result<Tree, CallError> {
        super::tree::of(&self.0).await
    }
}

impl Deref for SupervisorClient {
    type Target = Ref<Supervisor>;

    fn deref(&self) -> &Ref<Supervisor> {
        &self.0
    }
}

impl From<Ref<Supervisor>> for SupervisorClient {
    fn from(reference: Ref<Supervisor>) -> Self {
        SupervisorClient(reference)
    }
}

impl Clone for SupervisorClient {
    fn clone(&self) -> Self {
        SupervisorClient(self.0.clone())
    }
}

impl fmt::Debug for SupervisorClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}
