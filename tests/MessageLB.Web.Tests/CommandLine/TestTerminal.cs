using System.Text;
using MessageLB.CommandLine;
using MessageLB.CommandLine.Terminals;
using Xunit;

namespace MessageLB.Web.Tests.CommandLine;

/// <summary>Runs command lines in this process and keeps what they write.</summary>
internal sealed class TestTerminal
{
    private readonly StringBuilder _out = new();
    private readonly StringBuilder _error = new();

    public Dictionary<string, string> Variables { get; } = [];

    public byte[] Input { get; set; } = [];

    public string Out => _out.ToString();

    public string Error => _error.ToString();

    public Terminal Create() => new()
    {
        Out = TextWriter.Synchronized(new StringWriter(_out)),
        Error = TextWriter.Synchronized(new StringWriter(_error)),
        OpenInput = () => new MemoryStream(Input),
        Environment = Variables,
    };

    /// <summary>Runs a command line and returns its exit code.</summary>
    public Task<int> RunAsync(params string[] arguments) => RunUntilAsync(TestContext.Current.CancellationToken, arguments);

    /// <summary>As <see cref="RunAsync"/>; asks for a graceful end when <paramref name="stop"/> is cancelled.</summary>
    public Task<int> RunUntilAsync(CancellationToken stop, params string[] arguments) => new CommandLineApp(Create()).RunAsync(arguments, stop);

    public void SetInput(string text) => Input = Encoding.UTF8.GetBytes(text);
}
