using MessageLB.Core.Configuration;
using Xunit;

namespace MessageLB.Core.Tests.Configuration;

public sealed class TelemetryRulesTests
{
    [Theory]
    [InlineData("http://127.0.0.1:4317")]
    [InlineData("http://collector:4318/")]
    [InlineData("https://collector.internal/otlp")]
    public void Validate_AddressOfACollector_IsFine(string address) =>
        Assert.Empty(Findings(new TelemetryConfig { Otlp = new Uri(address) }).Errors);

    [Theory]
    [InlineData("grpc://collector:4317", "telemetry.otlp: \"grpc://collector:4317\" must start with http:// or https://")]
    [InlineData("collector:4317", "telemetry.otlp: \"collector:4317\" must start with http:// or https://")]
    [InlineData("http://me:s3cret@collector:4317", "telemetry.otlp: must not hold a login: write 'telemetry.headers_file'")]
    [InlineData("http://collector:4318/?key=s3cret", "telemetry.otlp: must end after the path: parameters ('?…') are not read")]
    public void Validate_AddressThatCannotBe_IsRefusedWithoutItsSecrets(string address, string error) =>
        Assert.Equal([error], Findings(new TelemetryConfig { Otlp = new Uri(address) }).Errors.Select(e => e.ToString()));

    [Theory]
    [InlineData("api-key=s3cret", true)]
    [InlineData("a=1,b=2", true)]
    [InlineData("a=", true)]
    [InlineData("authorization=Bearer%20x=", true)]
    [InlineData("", false)]
    [InlineData("s3cret", false)]
    [InlineData("=s3cret", false)]
    [InlineData("a b=1", false)]
    [InlineData("a=1,", false)]
    [InlineData("a=1\nb=2", false)]
    public void AreValid_Headers_AreNamesWithValues(string headers, bool valid)
    {
        Assert.Equal(valid, OtlpHeaders.AreValid(headers));
        Assert.Equal(valid, Findings(new TelemetryConfig { Headers = headers }).IsValid);
    }

    [Fact]
    public void Validate_HeadersTwice_NamesBoth() => Assert.Equal(
        ["telemetry.headers_file: cannot stand beside 'telemetry.headers': keep one of them"],
        Findings(new TelemetryConfig { Headers = "a=1", HeadersFile = "file" }).Errors.Select(e => e.ToString()));

    [Fact]
    public void Validate_HeadersInPlainTextToAnotherMachine_Warns() => Assert.Equal(
        ["telemetry.otlp: sends the headers in plain text to another machine: write https://"],
        Findings(new TelemetryConfig { Otlp = new Uri("http://collector:4317"), HeadersFile = "file" }).Warnings.Select(w => w.ToString()));

    [Fact]
    public void ToString_WithSecrets_ShowsNone() =>
        Assert.Equal("https://collector:4317", new TelemetryConfig { Otlp = new Uri("https://collector:4317"), Headers = "key=s3cret" }.ToString());

    private static ConfigFindings Findings(TelemetryConfig telemetry) => ConfigValidator.Validate(MessageLBConfig.Default with { Telemetry = telemetry });
}
