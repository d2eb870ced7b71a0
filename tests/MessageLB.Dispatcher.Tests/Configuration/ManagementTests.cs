using Xunit;

namespace MessageLB.Dispatcher.Tests.Configuration;

/// <summary>The section <c>broker.management</c>.</summary>
public sealed class ManagementTests
{
    private const string Broker = "amqps://u@h/v";

    [Theory]
    [InlineData("https://broker.example:15671")]
    [InlineData("http://127.0.0.1:15672")]
    [InlineData("http://localhost:15672/rabbit")]
    public void Load_GoodAddress_IsTaken(string uri)
    {
        var yaml = Yaml($"uri: '{uri}', username: worker, password_file: /run/secrets/m");

        Assert.Empty(TempYaml.Errors(yaml));
        Assert.Empty(TempYaml.Warnings(yaml));
        Assert.Equal(uri, TempYaml.Load(yaml).GetConfig().Broker.Management!.Uri!.OriginalString);
    }

    [Theory]
    [InlineData("uri: 'http://broker.example:15672'", "broker.management.uri: \"http://broker.example:15672\" sends the password in plain text to another machine: write https://")]
    [InlineData("uri: 'ftp://broker.example'", "broker.management.uri: \"ftp://broker.example\" must start with https://, or with http:// on this machine")]
    [InlineData("uri: 'https://u:p@broker.example'", "broker.management.uri: must not hold a login: write 'username' and 'password_file' beside it")]
    [InlineData("uri: 'https://broker.example?x=1'", "broker.management.uri: must end after the path: parameters ('?…') are not read")]
    [InlineData("uri: 'https://b', password: p, password_file: f", "broker.management.password_file: cannot stand beside 'broker.management.password': keep one of them")]
    public void Load_BadSettings_AreRefused(string settings, string expected)
    {
        var error = Assert.Single(TempYaml.Errors(Yaml(settings)));

        Assert.EndsWith(expected, error, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_PasswordInTheFile_IsAWarning()
    {
        var warning = Assert.Single(TempYaml.Warnings(Yaml("uri: 'https://b', password: p")));

        Assert.EndsWith("holds a password in plain text: use 'broker.management.password_file' or the environment variable MESSAGELB__BROKER__MANAGEMENT__PASSWORD", warning, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_LoginWithoutAddress_IsAWarning()
    {
        var warning = Assert.Single(TempYaml.Warnings(Yaml("username: u")));

        Assert.EndsWith("a login without 'broker.management.uri' has no effect", warning, StringComparison.Ordinal);
    }

    private static string Yaml(string settings) => $"broker: {{uri: '{Broker}', management: {{{settings}}}}}";
}
