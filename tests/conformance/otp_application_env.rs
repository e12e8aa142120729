//! Suite `otp.application`: setting the configuration, and changing it.

use super::apps::Script;
use super::children::Notes;
use super::leaks;
use otp_runtime::application::{self, Settings, get_env};
use otp_runtime::{AppError, AppSpec, EnvError};

/// The callback gets the keys that have changed, are new and are gone, and of each application its own.
#[otp_runtime::test]
async fn otp_application_09_config_change() {
    leaks::checked(async {
        let notes = Notes::default();
        let spec = |name: AppSpec| name.env("same", 1_u8).env("other", 1_u8).env("gone", 1_u8);
        application::start(spec(Script::new(&notes).spec::<0>())).await.unwrap();
        application::start(spec(Script::new(&notes).spec::<1>())).await.unwrap();
        application::load(AppSpec::new("idle")).unwrap();
        notes.take();
        let of = |app| {
            Settings::of(app).set("same", 1_u8).set("other", 2_u8).set("new", 3_u8).remove("gone").remove("never")
        };
        application::reconfigure([of("app1"), of("idle"), of("app0")]).await.unwrap();
        let change = |app| format!("{app} changed [other] new [new] removed [gone]");
        assert_eq!(notes.take(), [change("app0"), change("app1")]);
        for app in ["app0", "app1", "idle"] {
            let now = ["same", "other", "new", "gone"].map(|key| get_env::<u8>(app, key).unwrap());
            assert_eq!(now, [Some(1), Some(2), Some(3), None]);
        }
        application::reconfigure([Settings::of("app0").set("other", 2_u8)]).await.unwrap();
        assert_eq!(notes.take(), [""; 0], "nothing has changed");
        application::stop_all().await;
    })
    .await;
}

/// Many keys of many applications at once, also before they are loaded.
#[otp_runtime::test]
async fn otp_application_27_values_before_the_load() {
    let spec = || AppSpec::new("shop").env("port", 80_u16);
    let set =
        || [Settings::of("shop").set("port", 1_u16).set("host", "here"), Settings::of("till").set("coins", 3_u32)];
    application::put_all_env(set()).unwrap();
    assert_eq!(get_env("shop", "port"), Ok(Some(1_u16)));
    application::load(spec()).unwrap();
    assert_eq!(get_env("shop", "port"), Ok(Some(80_u16)), "the specification's");
    assert_eq!(get_env("shop", "host"), Ok(Some("here".to_owned())), "kept");
    assert_eq!(get_env("till", "coins"), Ok(Some(3_u32)));
    application::put_all_env(set()).unwrap();
    assert_eq!(get_env("shop", "port"), Ok(Some(1_u16)));
    application::unload("shop").unwrap();
    application::load(spec()).unwrap();
    assert_eq!(get_env("shop", "port"), Ok(Some(80_u16)));
    assert_eq!(get_env::<String>("shop", "host"), Ok(None));
}

/// What is set to last wins over the specification, load after load.
#[otp_runtime::test]
async fn otp_application_28_persistent() {
    let spec = || AppSpec::new("shop").env("port", 80_u16);
    let set = [Settings::of("shop").set("port", 1_u16).set("host", "here")];
    application::put_all_env_persistent(set).unwrap();
    for _ in 0..2 {
        application::load(spec()).unwrap();
        assert_eq!(get_env("shop", "port"), Ok(Some(1_u16)));
        assert_eq!(get_env("shop", "host"), Ok(Some("here".to_owned())));
        application::put_env("shop", "port", 2_u16);
        application::delete_env("shop", "host");
        assert_eq!(get_env("shop", "port"), Ok(Some(2_u16)), "until the next load");
        application::unload("shop").unwrap();
    }
    application::put_env_persistent("shop", "port", 3_u16);
    application::load(spec()).unwrap();
    assert_eq!(get_env("shop", "port"), Ok(Some(3_u16)));
    application::delete_env_persistent("shop", "port");
    application::unload("shop").unwrap();
    application::load(spec()).unwrap();
    assert_eq!(get_env("shop", "port"), Ok(Some(80_u16)));
}

/// What names an application or a key twice is refused as a whole.
#[otp_runtime::test]
async fn otp_application_29_duplicates() {
    let twice = [Settings::of("shop").set("port", 1_u16), Settings::of("till"), Settings::of("shop")];
    let refused = application::put_all_env(twice.clone()).unwrap_err();
    assert_eq!(refused.to_string(), "the application \"shop\" is set twice");
    assert_eq!(refused, EnvError::DuplicateApp("shop".into()));
    assert!(application::put_all_env_persistent(twice.clone()).is_err());
    let keys = Settings::of("shop").set("port", 1_u16).set("host", "x").remove("port");
    let refused = application::put_all_env([keys.clone()]).unwrap_err();
    assert_eq!(refused.to_string(), "the key \"port\" of \"shop\" is set twice");
    assert_eq!(get_env::<u16>("shop", "port"), Ok(None), "nothing is set");
    for settings in [twice.to_vec(), vec![keys]] {
        let refused = application::reconfigure(settings).await.unwrap_err();
        assert!(matches!(&refused, AppError::Config(error) if error.app() == "shop"), "{refused:?}");
    }
}
