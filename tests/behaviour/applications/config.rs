//! Values, and which of them counts.

use crate::leaks;
use otp_runtime::application::{self, Settings, get_env};
use otp_runtime::{AppSpec, EnvValue};
use std::fmt::Debug;
use std::net::{IpAddr, SocketAddr};
use std::num::NonZeroU8;
use std::path::PathBuf;
use std::time::Duration;

#[track_caller]
fn reads<T: EnvValue>(text: &str, value: T) {
    assert_eq!(T::parse(text), Ok(value), "{text}");
}

#[track_caller]
fn refuses<T: EnvValue + Debug>(text: &str, why: &str) {
    let refused = T::parse(text).unwrap_err();
    assert!(refused.contains(why), "{text}: {refused}");
}

#[test]
fn texts_and_what_they_stand_for() {
    reads(" 8080 ", 8080_u16);
    reads("-3", -3_i64);
    reads("0.5", 0.5_f64);
    reads("x", 'x');
    reads(" as it is ", " as it is ".to_owned());
    reads("/var/lib/shop", PathBuf::from("/var/lib/shop"));
    reads("::1", IpAddr::from([0, 0, 0, 0, 0, 0, 0, 1]));
    reads("127.0.0.1:80", SocketAddr::from(([127, 0, 0, 1], 80)));
    reads("7", NonZeroU8::new(7).unwrap());
    for (text, value) in [("true", true), ("1", true), ("false", false), ("0", false)] {
        reads(text, value);
    }
    for (text, millis) in
        [("5s", 5000), ("20ms", 20), ("1.5s", 1500), ("30min", 1_800_000), ("2h", 7_200_000), ("1_000 ms", 1000)]
    {
        reads(text, Duration::from_millis(millis));
    }
    reads("3us", Duration::from_micros(3));
    reads("3ns", Duration::from_nanos(3));
    reads("100000000h", Duration::from_secs(360_000_000_000));
    reads("", None::<u8>);
    reads("4", Some(4_u8));
    reads("", Vec::<u8>::new());
    reads("1, 2,3", vec![1_u8, 2, 3]);

    refuses::<u16>("eighty", "invalid digit");
    refuses::<u16>("70000", "too large");
    refuses::<NonZeroU8>("0", "zero");
    refuses::<bool>("yes", "`true`");
    refuses::<char>("xy", "too many");
    refuses::<Duration>("5", "unit is missing");
    refuses::<Duration>("5 weeks", "no unit");
    refuses::<Duration>("-5s", "no unit");
    refuses::<Duration>(".s", "no number");
    refuses::<Duration>("9999999999999999999999h", "too long");
    refuses::<Vec<u8>>("1,x", "item 2");
    assert_eq!(Vec::<Option<NonZeroU8>>::expected(), "list of NonZero<u8>, separated by commas");
}

/// The specification, overridden by what was configured, by what was set to last, and at last by what is set while it is loaded.
#[otp_runtime::test]
async fn which_value_counts() {
    leaks::checked(async {
        let spec = || ["a", "b", "c", "d"].iter().fold(AppSpec::new("shop"), |spec, key| spec.env(*key, "specified"));
        let set = |keys: &[&'static str], value: &'static str| {
            keys.iter().fold(Settings::of("shop"), |settings, key| settings.set(*key, value))
        };
        let seen = || ["a", "b", "c", "d", "e"].map(|key| get_env::<String>("shop", key).unwrap());
        let some = |values: [&str; 5]| values.map(|value| Some(value.to_owned()));
        application::put_all_env([set(&["a", "b", "c", "d", "e"], "early")]).unwrap();
        application::reconfigure([set(&["b", "c", "d"], "configured")]).await.unwrap();
        application::put_all_env_persistent([set(&["c", "d"], "persistent")]).unwrap();
        application::load(spec()).unwrap();
        assert_eq!(seen(), some(["specified", "configured", "persistent", "persistent", "early"]));
        application::put_env("shop", "d", "put");
        assert_eq!(seen(), some(["specified", "configured", "persistent", "put", "early"]));
        application::unload("shop").unwrap();
        assert_eq!(seen(), [const { None }; 5]);
        application::load(spec()).unwrap();
        let first = some(["specified", "configured", "persistent", "persistent", ""]);
        assert_eq!(seen()[..4], first[..4]);
        assert_eq!(seen()[4], None);
    })
    .await;
}

/// Values of users' types: their destructors and comparisons may do what they like, also to applications.
#[otp_runtime::test]
async fn values_with_a_life_of_their_own() {
    #[derive(Clone, Debug)]
    struct Lively(&'static str);
    impl PartialEq for Lively {
        fn eq(&self, other: &Self) -> bool {
            let _ = application::loaded();
            self.0 == other.0
        }
    }
    impl Drop for Lively {
        fn drop(&mut self) {
            let _ = application::loaded();
            panic!("the destructor of {}", self.0);
        }
    }
    impl EnvValue for Lively {
        fn parse(_: &str) -> Result<Self, String> {
            panic!("no text for this")
        }
    }
    let quiet = std::panic::take_hook();
    std::panic::set_hook(Box::new(|info| {
        let text = info.to_string();
        if !(text.contains("the destructor") || text.contains("no text")) {
            eprintln!("{text}");
        }
    }));
    application::put_env("shop", "key", Lively("one"));
    application::put_env("shop", "key", Lively("two"));
    application::load(AppSpec::new("shop").env("other", "x")).unwrap();
    application::start("shop").await.unwrap();
    application::reconfigure([Settings::of("shop").set("key", Lively("three"))]).await.unwrap();
    application::delete_env("shop", "key");
    assert!(get_env::<Lively>("shop", "other").is_err());
    application::stop("shop").await.unwrap();
    application::put_env("shop", "key", Lively("four"));
    application::unload("shop").unwrap();
    assert!(application::loaded().is_empty());
    std::panic::set_hook(quiet);
}
