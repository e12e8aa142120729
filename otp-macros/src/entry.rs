//! `#[otp_runtime::main]` and `#[otp_runtime::test]`: a function whose body is a process, with a runtime around it.
//!
//! The body stays raw tokens: what is wrong inside it is the compiler's to say.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Attribute, Expr, Ident, Lit, Path, Signature, Token, Visibility};

use crate::names;

/// Which of the two.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Main,
    Test,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Kind::Main => "main",
            Kind::Test => "test",
        }
    }
}

struct Function {
    attrs: Vec<Attribute>,
    vis: Visibility,
    sig: Signature,
    body: TokenStream,
}

impl Parse for Function {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        Ok(Function {
            attrs: input.call(Attribute::parse_outer)?,
            vis: input.parse()?,
            sig: input.parse()?,
            body: input.parse()?,
        })
    }
}

/// What stands in the parentheses.
struct Options {
    /// `Some(0)` is this thread alone.
    workers: Option<usize>,
    paused: bool,
    krate: Path,
}

struct Setting {
    key: Ident,
    value: Option<Expr>,
}

impl Parse for Setting {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        use syn::ext::IdentExt;
        if !input.peek(Ident::peek_any) {
            return Err(input.error("expected the name of an option"));
        }
        let key = input.call(Ident::parse_any)?;
        let value = if input.parse::<Option<Token![=]>>()?.is_some() { Some(input.parse()?) } else { None };
        Ok(Setting { key, value })
    }
}

pub(crate) fn expand(kind: Kind, args: TokenStream, item: TokenStream) -> TokenStream {
    let function = match syn::parse2::<Function>(item.clone()) {
        Ok(function) => function,
        Err(_) => {
            let error =
                format!("`#[otp_runtime::{0}]` goes on an `async fn`\nhelp: `async fn {0}() {{ … }}`", kind.name());
            let error = syn::Error::new_spanned(&item, error).into_compile_error();
            return quote!(#item #error);
        }
    };
    let (options, mut errors) = options(kind, args);
    if function.sig.asyncness.is_none() {
        errors.push(syn::Error::new_spanned(
            function.sig.fn_token,
            format!("`{0}` must be `async`: its body is a process\nhelp: `async fn {0}()`", function.sig.ident),
        ));
    }
    if !function.sig.inputs.is_empty() {
        errors.push(syn::Error::new_spanned(
            &function.sig.inputs,
            format!("`{0}` takes no arguments: nobody would give them\nhelp: `async fn {0}()`", function.sig.ident),
        ));
    }
    let errors = errors.iter().map(syn::Error::to_compile_error);
    let Function { attrs, vis, mut sig, body } = function;
    sig.asyncness = None;
    sig.inputs = Punctuated::new();
    let Options { workers, paused, krate } = options;
    let workers = match workers {
        Some(workers) => quote!(::core::option::Option::Some(#workers)),
        None => quote!(::core::option::Option::None),
    };
    let test = (kind == Kind::Test).then(|| quote!(#[::core::prelude::v1::test]));
    let run = Ident::new(kind.name(), proc_macro2::Span::call_site());
    let output = match &sig.output {
        syn::ReturnType::Default => quote!(()),
        syn::ReturnType::Type(_, output) => output.to_token_stream(),
    };
    quote! {
        #(#attrs)*
        #test
        #vis #sig {
            async fn body() -> #output #body
            #krate::__private::#run(#krate::__private::Runs { workers: #workers, paused: #paused }, body())
        }
        #(#errors)*
    }
}

fn options(kind: Kind, args: TokenStream) -> (Options, Vec<syn::Error>) {
    use syn::parse::Parser;
    // a test has a thread to itself unless it asks for more
    let workers = if kind == Kind::Test { Some(0) } else { None };
    let mut options = Options { workers, paused: false, krate: syn::parse_quote!(::otp_runtime) };
    let settings = match Punctuated::<Setting, Token![,]>::parse_terminated.parse2(args) {
        Ok(settings) => settings,
        Err(error) => return (options, vec![error]),
    };
    let mut errors = Vec::new();
    let mut several_threads = None;
    for Setting { key, value } in &settings {
        match key.to_string().as_str() {
            "paused" if kind == Kind::Test && value.is_none() => options.paused = true,
            "paused" if kind == Kind::Test => {
                errors.push(syn::Error::new_spanned(
                    value,
                    "`paused` takes no value\nhelp: `#[otp_runtime::test(paused)]`",
                ));
            }
            "worker_threads" => match value.as_ref().and_then(number) {
                Some(threads) if threads > 0 => {
                    options.workers = Some(threads);
                    several_threads = Some(key);
                }
                _ => errors.push(syn::Error::new_spanned(
                    key,
                    "`worker_threads` takes a number of threads\nhelp: `worker_threads = 2`",
                )),
            },
            "flavor" => match value.as_ref().and_then(text).as_deref() {
                Some("current_thread") => options.workers = Some(0),
                Some("multi_thread") => {
                    if options.workers == Some(0) {
                        options.workers = None;
                    }
                    several_threads = Some(key);
                }
                _ => {
                    let text =
                        "`flavor` is `\"current_thread\"` or `\"multi_thread\"`\nhelp: `flavor = \"multi_thread\"`";
                    errors.push(match value {
                        Some(value) => syn::Error::new_spanned(value, text),
                        None => syn::Error::new_spanned(key, text),
                    });
                }
            },
            "crate" => match value {
                Some(Expr::Path(path)) => options.krate = path.path.clone(),
                _ => errors.push(syn::Error::new_spanned(key, "`crate` takes a path\nhelp: `crate = ::otp_runtime`")),
            },
            other => {
                let known = match kind {
                    Kind::Main => "`flavor`, `worker_threads`, `crate`",
                    Kind::Test => "`paused`, `flavor`, `worker_threads`, `crate`",
                };
                let names = ["flavor", "worker_threads", "crate", "paused"];
                let names = if kind == Kind::Test { &names[..] } else { names.split_at(3).0 };
                let meant = names::did_you_mean(other, names.iter().copied());
                let question = meant.map_or_else(String::new, |meant| format!("; did you mean `{meant}`?"));
                let text = format!("unknown option `{other}`{question}\nhelp: the options are {known}");
                errors.push(syn::Error::new_spanned(key, text));
            }
        }
    }
    if options.paused
        && let Some(key) = several_threads
    {
        errors.push(syn::Error::new_spanned(
            key,
            "paused time needs a single thread\nhelp: leave this option out, or leave `paused` out",
        ));
        options.workers = Some(0);
    }
    (options, errors)
}

fn number(value: &Expr) -> Option<usize> {
    match value {
        Expr::Lit(literal) => match &literal.lit {
            Lit::Int(number) => number.base10_parse().ok(),
            _ => None,
        },
        _ => None,
    }
}

fn text(value: &Expr) -> Option<String> {
    match value {
        Expr::Lit(literal) => match &literal.lit {
            Lit::Str(text) => Some(text.value()),
            _ => None,
        },
        _ => None,
    }
}
