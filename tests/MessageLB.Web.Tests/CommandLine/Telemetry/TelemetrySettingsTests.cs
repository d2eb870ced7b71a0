using MessageLB.CommandLine;
using MessageLB.CommandLine.Telemetry;
using MessageLB.Core.Configuration;
using OpenTelemetry.Exporter;
using Xunit;

namespace MessageLB.Web.Tests.CommandLine.Telemetry;

public sealed class TelemetrySettingsTests
{
    private static readonly Dictionary<string, string> Nothing = [];

    [Fact]
    public void From_NothingSaid_IsOff() => Assert.Null(TelemetrySettings.From(new TelemetryConfig(), Nothing));

    [Theory]
    [InlineData(OtlpProtocol.Grpc, "http://collector:4317/", "http://collector:4317/")]
    [InlineData(OtlpProtocol.Http, "http://collector:4317/v1/traces", "http://collector:4317/v1/metrics")]
    public void From_Address_IsCompletedAsTheProtocolWants(OtlpProtocol protocol, string traces, string metrics)
    {
        var settings = TelemetrySettings.From(new TelemetryConfig { Otlp = new Uri("http://collector:4317"), Protocol = protocol }, Nothing)!;

        Assert.Equal((traces, metrics), (settings.Traces?.ToString(), settings.Metrics?.ToString()));
    }

    [Fact]
    public void From_PathInAddress_IsKept() => Assert.Equal(
        "https://host/otlp/v1/traces", TelemetrySettings.From(new TelemetryConfig { Otlp = new Uri("https://host/otlp/"), Protocol = OtlpProtocol.Http }, Nothing)!.Traces?.ToString());

    [Fact]
    public void From_VariablesAlone_AreTakenAsTheSpecificationSays()
    {
        var settings = TelemetrySettings.From(new TelemetryConfig(), new Dictionary<string, string>
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "http://a:4318",
            ["OTEL_EXPORTER_OTLP_METRICS_ENDPOINT"] = "http://b:4318/metrics",
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            ["OTEL_EXPORTER_OTLP_HEADERS"] = "key=s3cret",
        })!;

        Assert.Equal(("http://a:4318/v1/traces", "http://b:4318/metrics"), (settings.Traces?.ToString(), settings.Metrics?.ToString()));
        Assert.Equal((OtlpExportProtocol.HttpProtobuf, "key=s3cret"), (settings.Protocol, settings.Headers));
        Assert.Equal("http://a:4318/v1/traces and http://b:4318/metrics", settings.ToString());
    }

    [Fact]
    public void From_ConfigurationAndVariables_ConfigurationWins()
    {
        var settings = TelemetrySettings.From(
            new TelemetryConfig { Otlp = new Uri("http://mine:4317"), Headers = "key=mine" },
            new Dictionary<string, string> { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "http://a:4318", ["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"] = "http://b:4318", ["OTEL_EXPORTER_OTLP_HEADERS"] = "key=other" })!;

        Assert.Equal(("http://mine:4317/", "http://mine:4317/", "key=mine"), (settings.Traces?.ToString(), settings.Metrics?.ToString(), settings.Headers));
    }

    [Theory]
    [InlineData(false, false, null, true)]
    [InlineData(true, true, "true", true)]
    [InlineData(true, false, null, false)]
    public void From_SwitchedOff_IsOff(bool traces, bool metrics, string? disabled, bool off)
    {
        var config = new TelemetryConfig { Otlp = new Uri("http://a:4317"), Traces = traces, Metrics = metrics };

        var settings = TelemetrySettings.From(config, new Dictionary<string, string> { ["OTEL_SDK_DISABLED"] = disabled ?? "" });

        Assert.Equal(off, settings is null);
        Assert.Null(settings?.Metrics);
    }

    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "collector", "OTEL_EXPORTER_OTLP_ENDPOINT is no address of a collector: write http://host:4317 or https://host:4317, and a login into OTEL_EXPORTER_OTLP_HEADERS.")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "http://me:pw@collector:4317", "OTEL_EXPORTER_OTLP_ENDPOINT is no address of a collector: write http://host:4317 or https://host:4317, and a login into OTEL_EXPORTER_OTLP_HEADERS.")]
    [InlineData("OTEL_EXPORTER_OTLP_PROTOCOL", "http/json", "OTEL_EXPORTER_OTLP_PROTOCOL is \"http/json\": write grpc or http/protobuf.")]
    [InlineData("OTEL_EXPORTER_OTLP_HEADERS", "s3cret", "OTEL_EXPORTER_OTLP_HEADERS must be name=value, with commas between several; a comma or a % in a value is written %2C or %25.")]
    public void From_VariableThatCannotBe_IsRefusedWithoutItsSecrets(string name, string value, string message)
    {
        var variables = new Dictionary<string, string> { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "http://a:4317", [name] = value };

        var thrown = Assert.Throws<CommandFailedException>(() => TelemetrySettings.From(new TelemetryConfig(), variables));

        Assert.Equal((message, ExitCodes.Configuration), (thrown.Message, thrown.ExitCode));
    }

    [Fact]
    public void From_HeadersFile_IsRead()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, "authorization=Bearer%20s3cret\n");

            var settings = TelemetrySettings.From(new TelemetryConfig { Otlp = new Uri("http://a:4317"), HeadersFile = file }, Nothing)!;

            Assert.Equal("authorization=Bearer%20s3cret", settings.Headers);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void From_HeadersFileMissing_SaysWhich()
    {
        var config = new TelemetryConfig { Otlp = new Uri("http://a:4317"), HeadersFile = "/nowhere/headers" };

        var thrown = Assert.Throws<CommandFailedException>(() => TelemetrySettings.From(config, Nothing));

        Assert.StartsWith("telemetry.headers_file: ", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("/nowhere/headers", thrown.Message, StringComparison.Ordinal);
    }
}
