using MessageLB.Core.Configuration;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Configuration;

public sealed class TelemetryTests
{
    [Fact]
    public void Load_NothingWritten_NothingIsSentAndContextIsPreserved()
    {
        var telemetry = TempYaml.Load("").GetConfig().Telemetry;

        Assert.Equal((null, TracePropagation.Preserve, 1.0), (telemetry.Otlp, telemetry.Propagation, telemetry.Sampling));
    }

    [Fact]
    public void Load_AddressAlone_IsTheCollectors() =>
        Assert.Equal("http://127.0.0.1:4317", TempYaml.Load("telemetry: http://127.0.0.1:4317").GetConfig().Telemetry.Otlp?.OriginalString);

    [Fact]
    public void Load_EverySetting_IsRead()
    {
        var telemetry = TempYaml.Load("""
            telemetry:
              otlp: http://127.0.0.1:4318
              protocol: http
              headers_file: secret
              traces: true
              metrics: false
              sampling: 10%
              propagation: continue
              interval: 1m
              sources: [RabbitMQ.Client.Publisher, MassTransit]
            """).GetConfig().Telemetry;

        Assert.Equal(
            ("http://127.0.0.1:4318", OtlpProtocol.Http, "secret", true, false, 0.1, TracePropagation.Continue, TimeSpan.FromMinutes(1)),
            (telemetry.Otlp?.OriginalString, telemetry.Protocol, telemetry.HeadersFile, telemetry.Traces, telemetry.Metrics, telemetry.Sampling, telemetry.Propagation, telemetry.Interval));
        Assert.Equal(["RabbitMQ.Client.Publisher", "MassTransit"], telemetry.Sources);
    }

    [Theory]
    [InlineData("telemetry: {interval: 0s}", "telemetry.interval: \"0s\" is out of range: must be 1s to 10m")]
    [InlineData("telemetry: {protocol: grcp}", "telemetry.protocol: \"grcp\" is not one of grpc, http. Did you mean 'grpc'?")]
    [InlineData("telemetry: {sources: [' ']}", "is empty: write the name of a source of spans, such as RabbitMQ.Client.Publisher")]
    [InlineData("telemetry: {headers: s3cret}", "telemetry.headers: must be name=value, with commas between several; a comma or a % in a value is written %2C or %25")]
    public void Load_Mistake_NamesPlaceAndRemedyWithoutSecrets(string yaml, string error)
    {
        var found = Assert.Single(TempYaml.Errors(yaml));

        Assert.EndsWith(error, found, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", found, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_HeadersInTheFile_Warns() => Assert.EndsWith(
        "telemetry.headers: may hold a secret in plain text: use 'telemetry.headers_file' or the environment variable MESSAGELB__TELEMETRY__HEADERS",
        Assert.Single(TempYaml.Load("telemetry: {headers: a=1}").Warnings).ToString(),
        StringComparison.Ordinal);

    [Fact]
    public void Between_OtherTelemetry_TakesARestart()
    {
        var running = TempYaml.Load("telemetry: {sources: [a], sampling: 1%}").GetConfig();
        var next = TempYaml.Load("telemetry: {sources: [a], sampling: 2%}").GetConfig();

        var changes = ConfigChanges.Between(running, next, new ConfigFindings());

        Assert.Equal(["telemetry.sampling"], changes.NeedRestart);
        Assert.Equal(0.01, changes.Config.Telemetry.Sampling);
    }
}
