using System.Text;
using MessageLB.Core.Configuration;
using MessageLB.Dispatcher.Configuration;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Configuration;

public sealed class ConfigFileTests
{
    [Fact]
    public void Load_NoSource_IsTheEmbeddedTransportAndTheDefaultGroup()
    {
        var result = ConfigLoader.Load(new ConfigSources());

        Assert.Empty(result.Errors);
        Assert.Empty(result.Warnings);
        Assert.Empty(result.Notices);
        Assert.Null(result.Config!.Broker.Uri);
        var group = Assert.Single(result.Config.Groups);
        Assert.Equal("default", group.Name);
        Assert.Equal(["#"], group.Routes);
        Assert.Equal("response_time", group.Algorithm);
        Assert.Equal(["groups.default: a worker that is killed is noticed within milliseconds (presence token); stopped or cut off: within 2.4 s (1 s × 2 + 300 ms + 100 ms); hung with live heartbeats: within 32.2 s (30 s, or 10 × p99 if that is longer, + 2 × 1.1 s); back from a loss: full strength 30 s after its first heartbeat (slow_start)"], result.Consequences.Select(c => c.ToString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    [InlineData("# nothing but a comment\n")]
    [InlineData("---\n")]
    [InlineData("load_balancer:\n")]
    [InlineData("groups: {}\n")]
    [InlineData("broker: ~\nhttp:\n")]
    public void Load_FileThatSaysNothing_IsTheDefaults(string text)
    {
        var result = TempYaml.Load(text);

        Assert.Empty(result.Errors);
        Assert.Equal("default", Assert.Single(result.Config!.Groups).Name);
        Assert.Equal(HttpConfig.DefaultListen, result.Config.Http.Listen);
    }

    [Fact]
    public void Load_MissingFile_SaysSo()
    {
        var result = ConfigLoader.Load(new ConfigSources { FilePath = "no-such-file.yaml" });

        Assert.Null(result.Config);
        Assert.Equal("no-such-file.yaml: does not exist", Assert.Single(result.Errors).ToString());
    }

    [Fact]
    public void Load_Directory_SaysSo()
    {
        var result = ConfigLoader.Load(new ConfigSources { FilePath = AppContext.BaseDirectory });

        Assert.Equal($"{AppContext.BaseDirectory}: is a directory, not a file", Assert.Single(result.Errors).ToString());
    }

    [Fact]
    public void Load_FileAboveTheLimit_IsNotRead()
    {
        var error = Assert.Single(TempYaml.Errors(new string('#', (1024 * 1024) + 1)));

        Assert.Equal("messagelb.yaml: is larger than 1MiB", error);
    }

    [Fact]
    public void Load_FileAtTheLimit_IsRead() => Assert.Empty(TempYaml.Errors(new string('#', 1024 * 1024)));

    [Fact]
    public void Load_BytesThatAreNoText_SaysSo()
    {
        using var file = new TempYaml("");
        File.WriteAllBytes(file.Path, [(byte)'h', 0xE4, (byte)'\n']);

        var result = ConfigLoader.Load(new ConfigSources { FilePath = file.Path });

        Assert.Equal($"{file.Path}: is not text in UTF-8 or UTF-16", Assert.Single(result.Errors).ToString());
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    public void Load_TextWithByteOrderMark_IsRead(string encoding)
    {
        using var file = new TempYaml("");
        File.WriteAllText(file.Path, "http: off\n", Encoding.GetEncoding(encoding));

        var result = ConfigLoader.Load(new ConfigSources { FilePath = file.Path });

        Assert.Empty(result.Errors);
        Assert.Null(result.Config!.Http.Listen);
    }

    [Fact]
    public void Load_Json_IsYamlToo()
    {
        var result = TempYaml.Load("""{"groups": {"orders": {"routes": ["orders.#"], "prefetch": 100}}}""");

        Assert.Empty(result.Errors);
        Assert.Equal(100, Assert.Single(result.Config!.Groups).Prefetch);
    }

    [Fact]
    public void GetConfig_WithErrors_ThrowsWithAllOfThem()
    {
        var result = TempYaml.Load("a: 1\nb: 2");

        var thrown = Assert.Throws<MessageLBConfigurationException>(result.GetConfig);

        Assert.Equal(2, thrown.Errors.Count);
        Assert.StartsWith("The configuration has 2 errors:\n  ", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("messagelb.yaml:2:1: b: unknown key", thrown.Message, StringComparison.Ordinal);
    }
}
