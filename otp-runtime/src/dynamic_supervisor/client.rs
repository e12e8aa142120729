//! What reaches a dynamic supervisor.

use super::requests::check_spec;
use super::start_child::StartChild;
use super::{DynamicSupervisor, DynamicSupervisorCall, DynamicSupervisorReply};
use crate::gen_server::unexpected_reply;
use crate::supervised::{AnyChild, Supervised};
use crate::supervisor::tree::{self, Tree};
use crate::supervisor::{Child, ChildCounts, NoSuchChild};
use crate::{CallError, ChildSpec, IntoChildSpec, Pid, Ref};
use std::convert::Infallible;
use std::fmt;
use std::ops::Deref;

/// Reaches a [`DynamicSupervisor`], and its children.
///
/// It derefs to [`Ref`], where `pid`, `stop` and `monitor` are. Its requests wait for ever, as OTP's do, and fail as all calls
/// do: with `NoProc` when the supervisor is not there, with its exit reason when it ends meanwhile.
pub struct DynamicSupervisorClient<C: Supervised = AnyChild, X: Send + Sync + 'static = ()>(
    Ref<DynamicSupervisor<C, X>>,
);

impl<C: Supervised, X: Send + Sync + 'static> DynamicSupervisorClient<C, X> {
    /// Adds a child and starts it (Elixir's `DynamicSupervisor.start_child/2`). The client reaches this child through any
    /// number of restarts; while it does not run, and when it is gone for good, its calls fail with `NoProc`.
    ///
    /// All failures of the start come back as a [`DynamicStartError`](crate::DynamicStartError), and nothing is added then; a child that ignores its
    /// start is one of them. A significant child is refused before anything is sent.
    ///
    /// ```
    /// use otp_runtime::prelude::*;
    /// use otp_runtime::DynamicStartError;
    /// # struct Till { cents: u64 }
    /// # #[gen_server]
    /// # impl Till { #[init] pub fn init(cents: u64) -> Self { Till { cents } } #[call] pub fn cents(&self) -> u64 { self.cents } }
    /// # #[otp_runtime::main]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let tills = DynamicSupervisor::<Till>::builder().max_children(1).start_link().await?;
    /// let till = tills.start_child(Till::child(5).restart(Restart::Transient)).await?;
    /// assert_eq!(till.cents().await?, 5);
    /// let second = tills.start_child(Till::child(7)).await;
    /// assert!(matches!(second, Err(CallError::Handler(DynamicStartError::MaxChildren))));
    /// # tills.stop().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn start_child(&self, child: impl IntoChildSpec<Child = C>) -> StartChild<'_, C, X> {
        let spec = child.into_child_spec().erase();
        match check_spec(&spec) {
            Ok(()) => self.start(DynamicSupervisorCall::StartChild(spec)),
            Err(error) => StartChild::refused(error),
        }
    }

    /// As [`start_child`](DynamicSupervisorClient::start_child), for a child that is made from the supervisor's
    /// [`extra_arguments`](crate::DynamicSupervisorBuilder::extra_arguments). The function runs in the supervisor's process, at
    /// the first start and at each restart. Its panic is [`DynamicStartError::Failed`](crate::DynamicStartError).
    ///
    /// ```
    /// use otp_runtime::prelude::*;
    /// # struct Till { cents: u64 }
    /// # #[gen_server]
    /// # impl Till { #[init] pub fn init(cents: u64) -> Self { Till { cents } } #[call] pub fn cents(&self) -> u64 { self.cents } }
    /// # #[otp_runtime::main]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let tills = DynamicSupervisor::<Till>::builder().extra_arguments(100_u64).start_link().await?;
    /// let cents = 5;
    /// let till = tills.start_child_with(move |float| Till::child(float + cents)).await?;
    /// assert_eq!(till.cents().await?, 105);
    /// # tills.stop().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn start_child_with<T: IntoChildSpec<Child = C>>(
        &self,
        make: impl Fn(&X) -> T + Send + Sync + 'static,
    ) -> StartChild<'_, C, X> {
        let make = Box::new(move |extra: &X| make(extra).into_child_spec().erase());
        self.start(DynamicSupervisorCall::StartChildWith(make))
    }

    fn start(&self, start: DynamicSupervisorCall<X>) -> StartChild<'_, C, X> {
        StartChild::asked(self.0.call("start_child", start, |reply| match reply {
            DynamicSupervisorReply::StartChild(result) => result,
            _ => unexpected_reply(),
        }))
    }

    /// Ends a child, waits until it has ended, and forgets it (Elixir's `DynamicSupervisor.terminate_child/2`). For one that
    /// is being restarted the last pid will do. `NoSuchChild`: no child has this pid, or not any more.
    ///
    /// ```
    /// use otp_runtime::prelude::*;
    /// # struct Till { cents: u64 }
    /// # #[gen_server]
    /// # impl Till { #[init] pub fn init(cents: u64) -> Self { Till { cents } } #[call] pub fn cents(&self) -> u64 { self.cents } }
    /// # #[otp_runtime::main]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let tills = DynamicSupervisor::<Till>::builder().start_link().await?;
    /// let till = tills.start_child(Till::child(5)).await?;
    /// tills.terminate_child(till.pid().unwrap()).await?;
    /// assert_eq!(tills.which_children().await?, []);
    /// # tills.stop().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn terminate_child(&self, pid: Pid) -> Result<(), CallError<NoSuchChild>> {
        let call = self.0.call("terminate_child", DynamicSupervisorCall::TerminateChild(pid), |reply| match reply {
            DynamicSupervisorReply::TerminateChild(result) => result,
            _ => unexpected_reply(),
        });
        call.await
    }

    /// The children, in no promised order (Elixir's `DynamicSupervisor.which_children/1`).
    ///
    /// ```
    /// use otp_runtime::prelude::*;
    /// use otp_runtime::ChildKind;
    /// # #[otp_runtime::main]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let jobs = DynamicSupervisor::<AnyChild>::builder().start_link().await?;
    /// let job = jobs.start_child(ChildSpec::from_fn("job", std::future::pending::<()>)).await?;
    /// let children = jobs.which_children().await?;
    /// assert_eq!((children[0].pid(), children[0].kind), (job.pid(), ChildKind::Worker));
    /// # jobs.stop().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn which_children(&self) -> Result<Vec<Child>, CallError> {
        let call = self.0.call("which_children", DynamicSupervisorCall::WhichChildren, |reply| match reply {
            DynamicSupervisorReply::WhichChildren(children) => Ok::<_, Infallible>(children),
            _ => unexpected_reply(),
        });
        call.await
    }

    /// How many children there are, by kind (Elixir's `DynamicSupervisor.count_children/1`): `specs` are all of them, `active`
    /// those that are not being restarted.
    ///
    /// ```
    /// use otp_runtime::prelude::*;
    /// # #[otp_runtime::main]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let jobs = DynamicSupervisor::<AnyChild>::builder().start_link().await?;
    /// assert_eq!(jobs.count_children().await?.specs, 0);
    /// # jobs.stop().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn count_children(&self) -> Result<ChildCounts, CallError> {
        let call = self.0.call("count_children", DynamicSupervisorCall::CountChildren, |reply| match reply {
            DynamicSupervisorReply::CountChildren(counts) => Ok::<_, Infallible>(counts),
            _ => unexpected_reply(),
        });
        call.await
    }

    /// A child's spec, with all that was left to defaults (OTP's `supervisor:get_childspec/2`). That of a temporary child
    /// cannot start it again.
    ///
    /// ```
    /// use otp_runtime::prelude::*;
    /// # #[otp_runtime::main]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let jobs = DynamicSupervisor::<AnyChild>::builder().start_link().await?;
    /// let job = jobs.start_child(ChildSpec::from_fn("job", std::future::pending::<()>)).await?;
    /// assert_eq!(jobs.get_childspec(job.pid().unwrap()).await?.restart_type(), Restart::Permanent);
    /// # jobs.stop().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn get_childspec(&self, pid: Pid) -> Result<ChildSpec<C>, CallError<NoSuchChild>> {
        let call = self.0.call("get_childspec", DynamicSupervisorCall::GetChildspec(pid), |reply| match reply {
            DynamicSupervisorReply::GetChildspec(result) => result,
            _ => unexpected_reply(),
        });
        call.await.map(ChildSpec::retype)
    }

    /// The tree of supervisors and workers from here down, as it is now; see [`Tree`].
    ///
    /// ```
    /// use otp_runtime::prelude::*;
    /// # #[otp_runtime::main]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let jobs = DynamicSupervisor::<AnyChild>::builder().start_link().name("jobs").await?;
    /// jobs.start_child(ChildSpec::from_fn("job", std::future::pending::<()>)).await?;
    /// println!("{}", jobs.tree().await?);
    /// # jobs.stop().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn tree(&self) -> Result<Tree, CallError> {
        tree::of(&self.0).await
    }
}

impl<C: Supervised, X: Send + Sync + 'static> Deref for DynamicSupervisorClient<C, X> {
    type Target = Ref<DynamicSupervisor<C, X>>;

    fn deref(&self) -> &Ref<DynamicSupervisor<C, X>> {
        &self.0
    }
}

impl<C: Supervised, X: Send + Sync + 'static> From<Ref<DynamicSupervisor<C, X>>> for DynamicSupervisorClient<C, X> {
    fn from(reference: Ref<DynamicSupervisor<C, X>>) -> Self {
        DynamicSupervisorClient(reference)
    }
}

impl<C: Supervised, X: Send + Sync + 'static> Clone for DynamicSupervisorClient<C, X> {
    fn clone(&self) -> Self {
        DynamicSupervisorClient(self.0.clone())
    }
}

impl<C: Supervised, X: Send + Sync + 'static> fmt::Debug for DynamicSupervisorClient<C, X> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}
