using System.Buffers;
using System.Text;
using MessageLB.Core.Configuration;
using MessageLB.Dispatcher.Registry;
using MessageLB.Dispatcher.Results;
using MessageLB.Testing;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Results;

public sealed class ResultIntakeTests
{
    private static readonly WorkResult Done = new("m", 1, ResultStatus.Success, 3);

    private readonly ManualTimeProvider _time = new();
    private readonly LogRecorder _logs = new();
    private readonly Listener _listener = new();
    private readonly GroupRuntime _group;
    private readonly ResultIntake _intake;

    public ResultIntakeTests()
    {
        _group = new GroupRuntime(new GroupConfig { Name = "orders" }, "d1", new RegistryClock(_time), _time, _logs);
        _group.Results.Add(_listener);
        _intake = new ResultIntake(_group, new RejectionLog(_time));
    }

    [Fact]
    public void Batch_WellFormed_IsToldToEveryListener()
    {
        var second = new Listener();
        _group.Results.Add(second);

        _intake.OnMessage("result.orders.a", Write(Done, Done with { MessageId = "n" }));

        Assert.Equal(["a: m n"], _listener.Told);
        Assert.Equal(["a: m n"], second.Told);
        Assert.Equal((2L, 0L), (_group.Results.Accepted, _group.Results.Rejected));
    }

    [Fact]
    public void Batch_ListenerIsGone_ItIsNotTold()
    {
        _group.Results.Remove(_listener);

        _intake.OnMessage("result.orders.a", Write(Done));

        Assert.Empty(_listener.Told);
    }

    [Theory]
    [InlineData("result.orders.a", "[{}]", "a field cannot be read: field 'message_id' is missing or not 1 to 255 characters")]
    [InlineData("result.orders.a", "nonsense", "not valid JSON (line 1, byte 1)")]
    [InlineData("result.orders.a b", "[]", "it names no destination")]
    [InlineData("result.orders.", "[]", "it names no destination")]
    [InlineData("result.others.a", "[]", "it names no destination")]
    public void Batch_Bad_IsRefusedCountedAndLoggedAndTheNextOneIsTold(string key, string body, string reason)
    {
        _intake.OnMessage(key, Encoding.UTF8.GetBytes(body));
        _intake.OnMessage("result.orders.a", Write(Done));

        Assert.Equal(["a: m"], _listener.Told);
        Assert.Equal(1, _group.Results.Rejected);
        Assert.Equal($"Results with key {key} refused: {reason}", Assert.Single(_logs.Of(2024)).Text);
    }

    [Fact]
    public void Batch_BadAgainAndAgain_IsLoggedOnceAMinute()
    {
        for (var i = 0; i < 3; i++) _intake.OnMessage("result.orders.a", "x"u8);
        _time.Advance(TimeSpan.FromSeconds(61));

        _intake.OnMessage("result.orders.a", "x"u8);

        Assert.Equal((4L, 2), (_group.Results.Rejected, _logs.Of(2024).Count()));
    }

    private static byte[] Write(params WorkResult[] results)
    {
        var buffer = new ArrayBufferWriter<byte>();
        ResultCodec.Write(buffer, results);
        return buffer.WrittenSpan.ToArray();
    }

    private sealed class Listener : IResultListener
    {
        public List<string> Told { get; } = [];

        public void OnResults(string destination, IReadOnlyList<WorkResult> results) => Told.Add($"{destination}: {string.Join(' ', results.Select(r => r.MessageId))}");
    }
}
