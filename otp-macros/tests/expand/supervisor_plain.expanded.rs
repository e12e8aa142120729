/// The bank.
#[derive(::core::clone::Clone, ::core::marker::Copy, ::core::fmt::Debug)]
pub struct BankSupervisor;
/// Reaches [`BankSupervisor`] and its children.
pub struct BankSupervisorClient(::otp_runtime::SupervisorClient);
#[automatically_derived]
impl ::core::clone::Clone for BankSupervisorClient {
    fn clone(&self) -> Self {
        Self(::core::clone::Clone::clone(&self.0))
    }
}
#[automatically_derived]
impl ::core::fmt::Debug for BankSupervisorClient {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        ::core::fmt::Debug::fmt(&self.0, f)
    }
}
#[automatically_derived]
impl ::core::ops::Deref for BankSupervisorClient {
    type Target = ::otp_runtime::SupervisorClient;
    fn deref(&self) -> &Self::Target {
        &self.0
    }
}
#[automatically_derived]
impl ::core::convert::From<::otp_runtime::Ref<::otp_runtime::Supervisor>>
for BankSupervisorClient {
    fn from(supervisor: ::otp_runtime::Ref<::otp_runtime::Supervisor>) -> Self {
        Self(::core::convert::From::from(supervisor))
    }
}
#[allow(dead_code)]
impl BankSupervisorClient {
    /// The bank's own money.
    pub fn treasury(&self) -> <BankAccount as ::otp_runtime::Supervised>::Client {
        self.0.child::<BankAccount>("treasury")
    }
    /// The child `registry`.
    pub fn registry(
        &self,
    ) -> <Registry<AccountId> as ::otp_runtime::Supervised>::Client {
        self.0.child::<Registry<AccountId>>("registry")
    }
    /// The child `accounts`.
    pub fn accounts(
        &self,
    ) -> <DynamicSupervisor<BankAccount> as ::otp_runtime::Supervised>::Client {
        self.0.child::<DynamicSupervisor<BankAccount>>("accounts")
    }
}
#[allow(dead_code)]
impl BankSupervisor {
    /// Starts [`BankSupervisor`] and its children, tied to nobody.
    pub fn start(
        config: Config,
    ) -> ::otp_runtime::Start<::otp_runtime::Supervisor, BankSupervisorClient> {
        ::otp_runtime::Supervisor::start_of::<Self>((config,))
    }
    /// Starts [`BankSupervisor`] and its children, linked to the process that calls this, which is then its parent.
    pub fn start_link(
        config: Config,
    ) -> ::otp_runtime::Start<::otp_runtime::Supervisor, BankSupervisorClient> {
        ::otp_runtime::Supervisor::start_link_of::<Self>((config,))
    }
    /// Starts [`BankSupervisor`] and its children, and monitors it.
    pub fn start_monitor(
        config: Config,
    ) -> ::otp_runtime::StartMonitor<::otp_runtime::Supervisor, BankSupervisorClient> {
        ::otp_runtime::Supervisor::start_monitor_of::<Self>((config,))
    }
    /// The spec of [`BankSupervisor`] as the child of another supervisor, which starts it anew with the same arguments.
    pub fn child(config: Config) -> ::otp_runtime::ChildSpec<Self>
    where
        for<'any> (Config,): ::core::clone::Clone + ::core::marker::Sync,
    {
        ::otp_runtime::ChildSpec::of_supervisor::<Self>((config,))
    }
}
const _: () = {
    fn _treasury(_: ::otp_runtime::ChildSpec<BankAccount>) {}
    fn _registry(_: ::otp_runtime::ChildSpec<Registry<AccountId>>) {}
    fn _accounts(_: ::otp_runtime::ChildSpec<DynamicSupervisor<BankAccount>>) {}
    fn _args(_: ::otp_runtime::check::Sent<Config>) {}
};
impl ::otp_runtime::Supervision for BankSupervisor {
    type Args = (Config,);
    type Client = BankSupervisorClient;
    const NAME: &'static str = "BankSupervisor";
    fn init(
        (config,): Self::Args,
    ) -> ::core::option::Option<::otp_runtime::SupervisorBuilder> {
        let supervisor = ::otp_runtime::Supervisor::builder(
                ::otp_runtime::Strategy::RestForOne,
            )
            .max_restarts(3)
            .max_seconds(5);
        let treasury: ::otp_runtime::ChildSpec<BankAccount> = ::otp_runtime::IntoChildSpec::into_child_spec(
                BankAccount::child(config.initial),
            )
            .id("treasury");
        let registry: ::otp_runtime::ChildSpec<Registry<AccountId>> = ::otp_runtime::IntoChildSpec::into_child_spec(
                <Registry<AccountId>>::child().keys(::otp_runtime::Keys::Unique),
            )
            .id("registry");
        let accounts: ::otp_runtime::ChildSpec<DynamicSupervisor<BankAccount>> = ::otp_runtime::IntoChildSpec::into_child_spec(
                <DynamicSupervisor<BankAccount>>::child().max_children(10_000),
            )
            .id("accounts");
        ::core::option::Option::Some(
            supervisor.child(treasury).child(registry).child(accounts),
        )
    }
}
#[automatically_derived]
impl ::otp_runtime::Supervised for BankSupervisor {
    type Client = BankSupervisorClient;
    const NAME: &'static str = <Self as ::otp_runtime::Supervision>::NAME;
    fn client(place: ::otp_runtime::ChildPlace) -> Self::Client {
        let supervisor: ::otp_runtime::Ref<::otp_runtime::Supervisor> = ::core::convert::From::from(
            place,
        );
        ::core::convert::From::from(supervisor)
    }
}
#[automatically_derived]
impl ::otp_runtime::NamedChild for BankSupervisor {}
