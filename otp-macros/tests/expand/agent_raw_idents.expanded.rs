pub struct r#Type {
    pub r#match: u8,
    pub state: u8,
    pub(super) r#in: Vec<u8>,
}
/// A client of [`Type`].
pub struct TypeClient(::otp_runtime::AgentClient<r#Type, r#Type>);
#[automatically_derived]
impl ::core::clone::Clone for TypeClient {
    fn clone(&self) -> Self {
        Self(::core::clone::Clone::clone(&self.0))
    }
}
#[automatically_derived]
impl ::core::fmt::Debug for TypeClient {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        ::core::fmt::Debug::fmt(&self.0, f)
    }
}
#[automatically_derived]
impl ::core::ops::Deref for TypeClient {
    type Target = ::otp_runtime::AgentClient<r#Type, r#Type>;
    fn deref(&self) -> &Self::Target {
        &self.0
    }
}
#[automatically_derived]
impl ::core::convert::From<::otp_runtime::Ref<r#Type>> for TypeClient {
    fn from(agent: ::otp_runtime::Ref<r#Type>) -> Self {
        Self(::core::convert::From::from(agent))
    }
}
#[allow(dead_code)]
impl TypeClient {
    /// The field `match`.
    pub fn r#match(&self) -> ::otp_runtime::Call<'_, r#Type, u8> {
        self.0
            .get(|state| ::otp_runtime::__private::clone(&state.r#match))
            .operation("match")
    }
    /// Sets `match`.
    pub fn set_match(&self, r#match: u8) -> ::otp_runtime::Call<'_, r#Type, ()> {
        self.0.update(move |state| state.r#match = r#match).operation("set_match")
    }
    /// Changes `match` by a function, which runs in the agent.
    pub fn update_match(
        &self,
        update: impl ::core::ops::FnOnce(&mut u8) + ::core::marker::Send + 'static,
    ) -> ::otp_runtime::Call<'_, r#Type, ()> {
        self.0.update(move |state| update(&mut state.r#match)).operation("update_match")
    }
    /// The field `state`.
    pub fn state(&self) -> ::otp_runtime::Call<'_, r#Type, u8> {
        self.0
            .get(|state_| ::otp_runtime::__private::clone(&state_.state))
            .operation("state")
    }
    /// Sets `state`.
    pub fn set_state(&self, state: u8) -> ::otp_runtime::Call<'_, r#Type, ()> {
        self.0.update(move |state_| state_.state = state).operation("set_state")
    }
    /// Changes `state` by a function, which runs in the agent.
    pub fn update_state(
        &self,
        update: impl ::core::ops::FnOnce(&mut u8) + ::core::marker::Send + 'static,
    ) -> ::otp_runtime::Call<'_, r#Type, ()> {
        self.0.update(move |state_| update(&mut state_.state)).operation("update_state")
    }
    /// The field `in`.
    pub(super) fn r#in(&self) -> ::otp_runtime::Call<'_, r#Type, Vec<u8>> {
        self.0.get(|state| ::otp_runtime::__private::clone(&state.r#in)).operation("in")
    }
    /// Sets `in`.
    pub(super) fn set_in(&self, r#in: Vec<u8>) -> ::otp_runtime::Call<'_, r#Type, ()> {
        self.0.update(move |state| state.r#in = r#in).operation("set_in")
    }
    /// Changes `in` by a function, which runs in the agent.
    pub(super) fn update_in(
        &self,
        update: impl ::core::ops::FnOnce(&mut Vec<u8>) + ::core::marker::Send + 'static,
    ) -> ::otp_runtime::Call<'_, r#Type, ()> {
        self.0.update(move |state| update(&mut state.r#in)).operation("update_in")
    }
}
#[allow(dead_code)]
impl r#Type {
    /// Starts [`Type`], tied to nobody; `init` makes it, in the new process.
    pub fn start(
        init: impl ::core::ops::FnOnce() -> Self + ::core::marker::Send + 'static,
    ) -> ::otp_runtime::Start<Self> {
        ::otp_runtime::Start::new(::otp_runtime::AgentInit::new(init))
    }
    /// Starts [`Type`], linked to the process that calls this, which is then its parent.
    pub fn start_link(
        init: impl ::core::ops::FnOnce() -> Self + ::core::marker::Send + 'static,
    ) -> ::otp_runtime::Start<Self> {
        ::otp_runtime::Start::link(::otp_runtime::AgentInit::new(init))
    }
    /// Starts [`Type`], and monitors it.
    pub fn start_monitor(
        init: impl ::core::ops::FnOnce() -> Self + ::core::marker::Send + 'static,
    ) -> ::otp_runtime::StartMonitor<Self> {
        ::otp_runtime::StartMonitor::new(::otp_runtime::AgentInit::new(init))
    }
    /// The spec of [`Type`] as the child of a supervisor; `init` makes it anew at each start.
    pub fn child(
        init: impl ::core::ops::Fn(
        ) -> Self + ::core::marker::Send + ::core::marker::Sync + 'static,
    ) -> ::otp_runtime::ChildSpec<Self> {
        ::otp_runtime::ChildSpec::of_agent(init)
    }
}
const _: () = {
    fn _0_match(_: ::otp_runtime::check::Stored<u8>) {}
    fn _1_state(_: ::otp_runtime::check::Stored<u8>) {}
    fn _2_in(_: ::otp_runtime::check::Stored<Vec<u8>>) {}
};
#[automatically_derived]
impl ::otp_runtime::AgentKind for r#Type {
    type State = Self;
    type Client = TypeClient;
    const NAME: &'static str = "Type";
}
