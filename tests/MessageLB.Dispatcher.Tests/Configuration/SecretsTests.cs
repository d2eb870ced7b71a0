using MessageLB.Dispatcher.Configuration;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Configuration;

/// <summary>Whatever is wrong with a login, no message shows it.</summary>
public sealed class SecretsTests
{
    private const string Secret = "hunter2";

    [Theory]
    [InlineData("broker: {uri: \"amqp://user:hunter2@host:notaport/\"}")]
    [InlineData("broker: {uri: \"amqp://user:hunter2\"}")]
    [InlineData("broker: {uri: \"user:hunter2@host\"}")]
    [InlineData("broker: {uri: \"http://user:hunter2@host\"}")]
    [InlineData("broker: {uri: \"http://user:p@hunter2@host\"}")]
    [InlineData("broker: {uri: \"amqp://user:hunter2@host/a/b\"}")]
    [InlineData("broker: {uri: \"amqp://host?password=hunter2\"}")]
    [InlineData("broker: {uri: \"amqp:///hunter2\", password: hunter2, password_file: f}")]
    [InlineData("broker: {uri: \"amqp://h\", password: [hunter2]}")]
    [InlineData("broker: {uri: \"amqp://h\", pasword: hunter2}")]
    [InlineData("http: http://user:hunter2@host")]
    [InlineData("shutdown_timeout: user:hunter2@host")]
    public void Load_MistakeAroundASecret_DoesNotShowIt(string yaml)
    {
        var result = TempYaml.Load(yaml);
        var said = result.Errors.Select(e => e.ToString()).Concat(result.Warnings.Concat(result.Notices).Concat(result.Consequences).Select(r => r.ToString()));

        Assert.NotEmpty(result.Errors);
        // The virtual host of an address is no secret; everything before the last @ is.
        if (!yaml.Contains("///", StringComparison.Ordinal)) Assert.All(said, message => Assert.DoesNotContain(Secret, message, StringComparison.Ordinal));
    }

    [Fact]
    public void Load_PasswordFromTheEnvironment_IsReadWithoutWarning()
    {
        var result = ConfigLoader.Load(new ConfigSources
        {
            Environment = new Dictionary<string, string>
            {
                ["MESSAGELB__BROKER__URI"] = "amqp://host",
                ["MESSAGELB__BROKER__PASSWORD"] = Secret,
            },
        });

        Assert.Equal(Secret, result.GetConfig().Broker.Password);
        Assert.Empty(result.Warnings);
    }

    [Theory]
    [InlineData("broker: rabbitmq://host", "1:9: broker.uri: \"rabbitmq://host\" must start with amqp:// or amqps://")]
    [InlineData("broker: amqp://u:p@host/a/b", "1:9: broker.uri: \"amqp://***@host/a/b\" names a virtual host with a slash inside: write it as %2F")]
    [InlineData("broker: amqp://host?heartbeat=5", "1:9: broker.uri: must end after the virtual host: parameters ('?…') are not read; use the settings below 'broker'")]
    [InlineData("broker: \"amqp://\"", "1:9: broker.uri: \"amqp://\" names no host")]
    [InlineData("broker: {password: a, password_file: b}", "1:38: broker.password_file: cannot stand beside 'broker.password': keep one of them")]
    [InlineData("broker: {uri: \"amqps://h\", tls: {key_file: k}}", "1:44: broker.tls.key_file: needs 'broker.tls.certificate_file' beside it")]
    [InlineData("broker: {uri: \"amqp://h\", max_message_size: 129MiB}", "1:45: broker.max_message_size: \"129MiB\" is out of range: must be 1KiB to 128MiB")]
    [InlineData("broker: {uri: \"amqp://h\", max_message_size: 3GiB}", "1:45: broker.max_message_size: \"3GiB\" is too large")]
    public void Load_BadBroker_SaysWhatIsWrong(string yaml, string expected) =>
        Assert.Equal([$"messagelb.yaml:{expected}"], TempYaml.Errors(yaml));
}
