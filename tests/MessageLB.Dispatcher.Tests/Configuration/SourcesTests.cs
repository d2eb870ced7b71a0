using System.Text;
using MessageLB.Core.Configuration;
using MessageLB.Dispatcher.Configuration;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Configuration;

/// <summary>One setting has one meaning wherever it is written, and the stronger source wins.</summary>
public sealed class SourcesTests
{
    [Theory]
    [InlineData("MESSAGELB__LOAD_BALANCER__HEALTH_MONITORING__CHECK_INTERVAL")]
    [InlineData("MessageLB__LoadBalancer__HealthMonitoring__CheckInterval")]
    [InlineData("messagelb__load-balancer__health-monitoring__check-interval")]
    public void Load_Variable_IsTheSameSettingInAnySpelling(string variable)
    {
        var result = FromEnvironment((variable, "7s"));

        Assert.Empty(result.Errors);
        Assert.Equal(TimeSpan.FromSeconds(7), Assert.Single(result.Config!.Groups).HealthMonitoring.CheckInterval);
    }

    [Fact]
    public void Load_AppSettings_IsTheSameSettingInPascalCase()
    {
        var result = ConfigLoader.Load(new ConfigSources
        {
            AppSettings = Json("""
                {
                  "Logging": {"LogLevel": {"Default": "Debug"}},
                  "MessageLB": {
                    "Broker": {"Uri": "amqp://host/", "MaxMessageSize": "1MiB"},
                    "LoadBalancer": {
                      "Algorithm": "LeastConections",
                      "HealthMonitoring": {"CheckInterval": "15s", "FailureThreshold": 4},
                      "DynamicAdjustment": {"Enabled": true, "PerformanceThreshold": 0.5}
                    },
                    "Groups": {"orders": {"Routes": ["orders.*", "order"], "Destinations": [{"Name": "a", "Weight": 5}, "b"]}}
                  }
                }
                """),
        });

        Assert.Equal(["appsettings key MessageLB:LoadBalancer:Algorithm"], result.Errors.Select(error => error.Origin.ToString()));
        Assert.Contains("Did you mean 'least_connections'?", result.Errors[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_AppSettings_ListsAndMapsAreRead()
    {
        var result = ConfigLoader.Load(new ConfigSources
        {
            AppSettings = Json("""
                {"MessageLB": {
                  "Broker": {"Uri": "amqp://host/", "MaxMessageSize": "1MiB"},
                  "LoadBalancer": {"DynamicAdjustment": {"Enabled": true, "PerformanceThreshold": 0.5}},
                  "Groups": {"orders": {"Routes": ["orders.*", "order"], "Discovery": false, "Destinations": [{"Name": "a", "Weight": 5}, "b"]}}
                }}
                """),
        });

        Assert.Empty(result.Errors);
        Assert.Equal(1024 * 1024, result.Config!.Broker.MaxMessageSize);
        var group = Assert.Single(result.Config.Groups);
        Assert.Equal("orders", group.Name);
        Assert.Equal(["orders.*", "order"], group.Routes);
        Assert.False(group.Discovery);
        Assert.Equal([new DestinationConfig { Name = "a", Weight = 5 }, new DestinationConfig { Name = "b" }], group.Destinations);
        Assert.Equal(new DynamicAdjustmentConfig { Enabled = true, PerformanceThreshold = 0.5 }, group.DynamicAdjustment);
    }

    [Fact]
    public void Load_AllSources_TheStrongerWins()
    {
        using var file = new TempYaml("load_balancer: {health_monitoring: {check_interval: 1s, timeout: 1ms, failure_threshold: 1, recovery_threshold: 11}}");
        var result = ConfigLoader.Load(new ConfigSources
        {
            FilePath = file.Path,
            AppSettings = Json("""{"MessageLB": {"LoadBalancer": {"HealthMonitoring": {"Timeout": "2ms", "FailureThreshold": 2, "RecoveryThreshold": 12}}}}"""),
            Environment = new Dictionary<string, string>
            {
                ["MESSAGELB__LOAD_BALANCER__HEALTH_MONITORING__FAILURE_THRESHOLD"] = "3",
                ["MESSAGELB__LOAD_BALANCER__HEALTH_MONITORING__RECOVERY_THRESHOLD"] = "13",
            },
            CommandLine = [new ConfigOverride("load_balancer.health_monitoring.recovery_threshold", "14", "--recovery")],
        });

        Assert.Empty(result.Errors);
        Assert.Equal(
            new HealthMonitoringConfig { CheckInterval = TimeSpan.FromSeconds(1), Timeout = TimeSpan.FromMilliseconds(2), FailureThreshold = 3, RecoveryThreshold = 14 },
            Assert.Single(result.Config!.Groups).HealthMonitoring);
    }

    [Fact]
    public void Load_MistakesInAllSources_EachNamesItsPlace()
    {
        using var file = new TempYaml("shutdown_timeout: 1");
        var result = ConfigLoader.Load(new ConfigSources
        {
            FilePath = file.Path,
            AppSettings = Json("""{"MessageLB": {"Http": {"Lisen": "off"}, "Broker": {"ConnectTimeout": "1"}}}"""),
            Environment = new Dictionary<string, string> { ["MESSAGELB__LOAD_BALANCER__FAILOVER"] = "maybe" },
            CommandLine = [new ConfigOverride("http.listen", "nowhere", "--http")],
        });

        Assert.Equal(
            [
                $"{file.Path}:1:19",
                "appsettings key MessageLB:Broker:ConnectTimeout",
                "appsettings key MessageLB:Http:Lisen",
                "environment variable MESSAGELB__LOAD_BALANCER__FAILOVER",
                "option --http",
            ],
            result.Errors.Select(error => error.Origin.ToString()));
    }

    [Fact]
    public void Load_UnknownVariable_IsAWarning()
    {
        var result = FromEnvironment(("MESSAGELB__BROKER__URL", "amqp://host"), ("MESSAGELB__", "x"), ("MESSAGELB_TEST", "x"), ("PATH", "x"));

        Assert.Empty(result.Errors);
        Assert.Equal(
            [
                "environment variable MESSAGELB__: unknown key, ignored",
                "environment variable MESSAGELB__BROKER__URL: broker.url: unknown key, ignored. Did you mean 'uri'?",
            ],
            result.Warnings.Select(warning => warning.ToString()));
    }

    [Fact]
    public void Load_EmptyVariable_SaysNothing() => Assert.Null(FromEnvironment(("MESSAGELB__BROKER__URI", "")).GetConfig().Broker.Uri);

    [Fact]
    public void Load_TwoVariablesForOneSetting_IsAnError()
    {
        var result = FromEnvironment(("MESSAGELB__SHUTDOWN_TIMEOUT", "1s"), ("messagelb__shutdown_timeout", "2s"));

        Assert.Equal("shutdown_timeout: is set by two variables that differ only in case", Short(Assert.Single(result.Errors)));
    }

    [Fact]
    public void Load_EnvironmentInTheHostsConfigurationToo_KeepsTheVariablesName()
    {
        var variable = ("MESSAGELB__SHUTDOWN_TIMEOUT", "15");
        var host = new ConfigurationBuilder().AddInMemoryCollection([new("MESSAGELB:SHUTDOWN_TIMEOUT", "15"), new("MessageLB:Http:Listen", "off")]).Build();

        var result = ConfigLoader.Load(new ConfigSources { AppSettings = host, Environment = Variables(variable) });

        Assert.Equal(["environment variable MESSAGELB__SHUTDOWN_TIMEOUT"], result.Errors.Select(error => error.Origin.ToString()));
    }

    [Fact]
    public void Load_ListFromAStrongerSource_ReplacesTheWeakerOne()
    {
        using var file = new TempYaml("groups: {orders: {routes: [a, b, c]}}");
        var numbered = Load(file, ("MESSAGELB__GROUPS__ORDERS__ROUTES__1", "y"), ("MESSAGELB__GROUPS__ORDERS__ROUTES__0", "x"));
        var commas = Load(file, ("MESSAGELB__GROUPS__ORDERS__ROUTES", "x, y"));

        Assert.Equal(["x", "y"], Assert.Single(numbered.GetConfig().Groups).Routes);
        Assert.Equal(["x", "y"], Assert.Single(commas.GetConfig().Groups).Routes);
    }

    [Theory]
    [InlineData("destinations: [a, {name: b-1, weight: 7}]")]
    [InlineData("destinations: {a: , b-1: 7}")]
    public void Load_VariableForOneDestination_ChangesOnlyThatOne(string destinations)
    {
        using var file = new TempYaml($"groups: {{orders-eu: {{{destinations}}}}}");

        var result = Load(file, ("MESSAGELB__GROUPS__ORDERS_EU__DESTINATIONS__B_1__WINDOW", "16"));

        Assert.Empty(result.Errors);
        var group = Assert.Single(result.Config!.Groups);
        Assert.Equal("orders-eu", group.Name);
        Assert.Equal(
            [new DestinationConfig { Name = "a" }, new DestinationConfig { Name = "b-1", Weight = 7, Window = WindowConfig.Fixed(16) }],
            group.Destinations);
    }

    [Fact]
    public void Load_VariableForAGroupThatOnlyItNames_MakesTheGroup()
    {
        var result = FromEnvironment(("MESSAGELB__GROUPS__ORDERS__PREFETCH", "10"));

        Assert.Equal("orders", Assert.Single(result.GetConfig().Groups).Name);
    }

    [Fact]
    public void Load_VariableThatMayMeanTwoGroups_IsAnError()
    {
        using var file = new TempYaml("groups: {a-b: {routes: x}, a_b: {routes: y}}");

        var result = Load(file, ("MESSAGELB__GROUPS__AB__PREFETCH", "10"));

        Assert.Equal("groups.ab: may mean 'a-b' or 'a_b'", Short(Assert.Single(result.Errors)));
    }

    [Fact]
    public void Load_SwitchOverMap_KeepsTheSettings()
    {
        using var file = new TempYaml("load_balancer: {dynamic_adjustment: {learning: true, adjustment_interval: 5s}}");

        var result = Load(file, ("MESSAGELB__LOAD_BALANCER__DYNAMIC_ADJUSTMENT", "false"));

        Assert.Equal(
            new DynamicAdjustmentConfig { Enabled = false, Learning = true, AdjustmentInterval = TimeSpan.FromSeconds(5) },
            Assert.Single(result.GetConfig().Groups).DynamicAdjustment);
    }

    [Fact]
    public void Load_ShortFormOverLongForm_WinsByItsSource()
    {
        using var file = new TempYaml("broker: {uri: \"amqp://file/\", username: u}\nhttp: 127.0.0.1:1");

        var result = Load(file, ("MESSAGELB__BROKER", "amqps://environment/"), ("MESSAGELB__HTTP__LISTEN", "127.0.0.1:2"));

        var config = result.GetConfig();
        Assert.Equal("amqps://environment/", config.Broker.Uri!.OriginalString);
        Assert.Equal("u", config.Broker.Username);
        Assert.Equal("127.0.0.1:2", config.Http.Listen);
    }

    [Fact]
    public void Load_AddressWithSeveralHosts_KeepsThemAllAndGoesAsAWhole()
    {
        using var file = new TempYaml("broker: amqps://u@a,b:5673/v");

        var config = Load(file).GetConfig();
        var other = Load(file, ("MESSAGELB__BROKER__URI", "amqps://u@c/v")).GetConfig();

        Assert.Equal(("amqps://u@a/v", "b:5673"), (config.Broker.Uri!.OriginalString, Assert.Single(config.Broker.Hosts)));
        Assert.Equal("amqps://a:5671,b:5673/v", config.Broker.ToString());
        Assert.Equal(new BrokerConfig { Uri = new Uri("amqps://u@c/v") }, other.Broker);
    }

    [Fact]
    public void Load_OptionsOfTheCommandLine_CanBeSwitchedOff()
    {
        var result = ConfigLoader.Load(new ConfigSources
        {
            Environment = Variables(("MESSAGELB__BROKER__URI", "amqp://host")),
            CommandLine = [new ConfigOverride("broker.uri", "embedded", "--broker"), new ConfigOverride("http.listen", "off", "--http")],
        });

        Assert.Null(result.GetConfig().Broker.Uri);
        Assert.Null(result.GetConfig().Http.Listen);
    }

    private static string Short(ConfigError error) => (error with { Origin = ConfigOrigin.Code }).ToString();

    private static Dictionary<string, string> Variables(params (string Name, string Value)[] variables) =>
        variables.ToDictionary(variable => variable.Name, variable => variable.Value);

    private static ConfigResult FromEnvironment(params (string Name, string Value)[] variables) =>
        ConfigLoader.Load(new ConfigSources { Environment = Variables(variables) });

    private static ConfigResult Load(TempYaml file, params (string Name, string Value)[] variables) =>
        ConfigLoader.Load(new ConfigSources { FilePath = file.Path, Environment = Variables(variables) });

    private static IConfigurationRoot Json(string json) =>
        new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(json))).Build();
}
