//! What an application is, to the macro: plain structs, each still holding the tokens that errors and IDEs need.

use proc_macro2::Ident;
use syn::{FnArg, Generics, Receiver, Signature, Type};

use crate::application::options::Options;
use crate::attrs::Kept;
use crate::block;

/// What a marked method does for the application.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    Start,
    StartPhase,
    PrepStop,
    Stop,
    ConfigChange,
}

impl block::marks::Role for Role {
    const BLOCK: &'static str = "application";
    const NOUN: &'static str = "application";
    const A_NOUN: &'static str = "an application";
    const EXAMPLE: &'static str = "MyBank";
    const ALL: &'static [Self] = &[Self::Start, Self::StartPhase, Self::PrepStop, Self::Stop, Self::ConfigChange];
    /// Words of servers, and of others that have such methods.
    const ALIASES: &'static [(&'static str, Self)] = &[
        ("init", Self::Start),
        ("on_start", Self::Start),
        ("phase", Self::StartPhase),
        ("prepare_stop", Self::PrepStop),
        ("pre_stop", Self::PrepStop),
        ("before_stop", Self::PrepStop),
        ("terminate", Self::Stop),
        ("on_stop", Self::Stop),
        ("config", Self::ConfigChange),
        ("code_change", Self::ConfigChange),
    ];

    fn attribute(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::StartPhase => "start_phase",
            Self::PrepStop => "prep_stop",
            Self::Stop => "stop",
            Self::ConfigChange => "config_change",
        }
    }

    fn without_options(self) -> Option<String> {
        Some(match self {
            Self::StartPhase => "`#[start_phase]`: the name of the phase is that of the method".to_owned(),
            _ => format!("`#[{}]`", self.attribute()),
        })
    }
}

/// An application.
pub(crate) struct Application {
    pub(crate) kept: Kept,
    /// Its type, as written after `impl`.
    pub(crate) self_ty: Type,
    /// Those of the block; that there are any is an error.
    pub(crate) generics: Generics,
    pub(crate) name: String,
    pub(crate) options: Options,
    /// The marked methods, in source order.
    pub(crate) callbacks: Vec<Callback>,
}

/// A marked method.
pub(crate) struct Callback {
    pub(crate) role: Role,
    /// It broke no rule. If it did, the application is made without it.
    pub(crate) valid: bool,
    pub(crate) ident: Ident,
    pub(crate) kept: Kept,
    pub(crate) sig: Signature,
    pub(crate) args: Vec<Arg>,
}

/// An argument of a marked method.
pub(crate) struct Arg {
    pub(crate) kind: ArgKind,
    pub(crate) ty: Type,
}

/// What is passed for an argument.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum ArgKind {
    /// The config of the application.
    Config,
    /// Why it starts.
    StartType,
    /// How its config has changed.
    Change,
    /// There is nothing of this type.
    Unknown,
}

impl Application {
    /// The valid methods of one role.
    pub(crate) fn of(&self, role: Role) -> impl Iterator<Item = &Callback> + Clone {
        self.callbacks.iter().filter(move |callback| callback.role == role && callback.valid)
    }
}

impl Callback {
    pub(crate) fn is_async(&self) -> bool {
        self.sig.asyncness.is_some()
    }

    pub(crate) fn receiver(&self) -> Option<&Receiver> {
        match self.sig.inputs.first() {
            Some(FnArg::Receiver(receiver)) => Some(receiver),
            _ => None,
        }
    }

    pub(crate) fn takes(&self, kind: ArgKind) -> bool {
        self.args.iter().any(|arg| arg.kind == kind)
    }
}
