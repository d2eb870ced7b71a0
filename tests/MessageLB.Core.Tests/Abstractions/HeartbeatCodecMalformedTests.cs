using System.Text;
using Xunit;

namespace MessageLB.Core.Tests.Abstractions;

/// <summary>What anybody may send to the control exchange, and what the log then says.</summary>
public sealed class HeartbeatCodecMalformedTests
{
    private const string Names = "\"v\":1,\"group\":\"g\",\"destination\":\"d\",\"instance\":\"i\"";
    private const string Required = Names + ",\"seq\":1";

    [Theory]
    [InlineData("", "not valid JSON (line 1, byte 0)")]
    [InlineData("hello", "not valid JSON (line 1, byte 0)")]
    [InlineData("{", "not valid JSON (line 1, byte 1)")]
    [InlineData("{\"v\":1,}", "not valid JSON (line 1, byte 7)")]
    [InlineData("{\"v\":1,\n\"group\":}", "not valid JSON (line 2, byte 8)")]
    [InlineData("{" + Required + "}{}", "not valid JSON (line 1, byte 60)")]
    [InlineData("[]", "not a heartbeat: expected an object")]
    [InlineData("1", "not a heartbeat: expected an object")]
    [InlineData("null", "not a heartbeat: expected an object")]
    [InlineData("{" + Required + ",\"latency_ms\":7}", "not a heartbeat: expected an object")]
    [InlineData("{" + Required + ",\"done_by\":[]}", "not a heartbeat: expected an object")]
    [InlineData("{" + Required + ",\"kinds\":[]}", "not a heartbeat: expected an object")]
    [InlineData("{" + Required + ",\"kinds\":{\"resize\":7}}", "not a heartbeat: expected an object")]
    [InlineData("{" + Required + ",\"kinds\":{\"resize\":null}}", "not a heartbeat: expected an object")]
    [InlineData("{}", "field 'v' is missing")]
    [InlineData("{\"v\":2}", "version 2 is not 1")]
    [InlineData("{\"v\":1}", "field 'group' is missing or not a valid name")]
    [InlineData("{\"v\":1,\"group\":\"a.b\"}", "field 'group' is missing or not a valid name")]
    [InlineData("{\"v\":1,\"group\":null}", "field 'group' is missing or not a valid name")]
    [InlineData("{\"v\":1,\"group\":\"g\"}", "field 'destination' is missing or not a valid name")]
    [InlineData("{\"v\":1,\"group\":\"g\",\"destination\":\"d\",\"instance\":\"*\"}", "field 'instance' is missing or not a valid name")]
    [InlineData("{" + Names + "}", "field 'seq' is missing or negative")]
    [InlineData("{" + Names + ",\"seq\":-1}", "field 'seq' is missing or negative")]
    public void Read_NotAHeartbeat_SaysWhatIsMissing(string json, string error) => AssertRefused(json, error);

    [Theory]
    [InlineData("\"state\":\"busy\"", "field 'state' is none of starting, ready, draining, maintenance, failed")]
    [InlineData("\"interval_ms\":9", "field 'interval_ms' is outside 10 to 3600000")]
    [InlineData("\"interval_ms\":3600001", "field 'interval_ms' is outside 10 to 3600000")]
    [InlineData("\"concurrency\":0", "field 'concurrency' is outside 1 to 100000")]
    [InlineData("\"concurrency\":100001", "field 'concurrency' is outside 1 to 100000")]
    [InlineData("\"window\":-1", "field 'window' is outside 0 to 1000000")]
    [InlineData("\"frame_max\":100001", "field 'frame_max' is outside 0 to 100000")]
    [InlineData("\"weight\":1000001", "field 'weight' is outside 0 to 1000000")]
    [InlineData("\"in_flight\":-1", "a counter is outside 0 to 9007199254740991")]
    [InlineData("\"done\":-1", "a counter is outside 0 to 9007199254740991")]
    [InlineData("\"done\":9007199254740992", "a counter is outside 0 to 9007199254740991")]
    [InlineData("\"failed\":9223372036854775807", "a counter is outside 0 to 9007199254740991")]
    [InlineData("\"returned\":9007199254740992", "a counter is outside 0 to 9007199254740991")]
    [InlineData("\"busy_ms\":-0.1", "a time is outside 0 to 100000000000000 ms")]
    [InlineData("\"busy_ms\":1e300", "a time is outside 0 to 100000000000000 ms")]
    [InlineData("\"busy_ms\":1e999", "a time is outside 0 to 100000000000000 ms")]
    [InlineData("\"oldest_in_flight_ms\":-1", "a time is outside 0 to 100000000000000 ms")]
    [InlineData("\"oldest_unreported_ms\":-1", "a time is outside 0 to 100000000000000 ms")]
    [InlineData("\"latency_ms\":{\"p50\":-1}", "a time is outside 0 to 100000000000000 ms")]
    [InlineData("\"latency_ms\":{\"p99\":1e15}", "a time is outside 0 to 100000000000000 ms")]
    [InlineData("\"cost\":-1", "field 'cost' is negative or not finite")]
    [InlineData("\"cost\":1e999", "field 'cost' is negative or not finite")]
    [InlineData("\"done_by\":{\"x\":-1}", "a field cannot be read: a count in 'done_by' is outside 0 to 9007199254740991")]
    [InlineData("\"done_by\":{\"x\":9007199254740992}", "a field cannot be read: a count in 'done_by' is outside 0 to 9007199254740991")]
    [InlineData("\"kinds\":{\"x\":{\"done\":-1}}", "a field cannot be read: a count in 'kinds' is outside 0 to 9007199254740991")]
    [InlineData("\"kinds\":{\"x\":{\"done\":9007199254740992}}", "a field cannot be read: a count in 'kinds' is outside 0 to 9007199254740991")]
    [InlineData("\"kinds\":{\"x\":{\"busy_ms\":-0.1}}", "a field cannot be read: a time in 'kinds' is outside 0 to 100000000000000 ms")]
    [InlineData("\"kinds\":{\"x\":{\"busy_ms\":1e999}}", "a field cannot be read: a time in 'kinds' is outside 0 to 100000000000000 ms")]
    [InlineData("\"kinds\":{\"a\\nb\":{}}", "a field cannot be read: a name in 'kinds' is not 0 to 64 printable ASCII characters")]
    [InlineData("\"kinds\":{\"a\\u007f\":{}}", "a field cannot be read: a name in 'kinds' is not 0 to 64 printable ASCII characters")]
    [InlineData("\"kinds\":{\"größe\":{}}", "a field cannot be read: a name in 'kinds' is not 0 to 64 printable ASCII characters")]
    [InlineData("\"times\":{}", "a field cannot be read: 'times' is not an array")]
    [InlineData("\"times\":[-1]", "a field cannot be read: the first bucket of 'times' is outside 0 to 303")]
    [InlineData("\"times\":[304,1]", "a field cannot be read: the first bucket of 'times' is outside 0 to 303")]
    [InlineData("\"times\":[303,1,1]", "a field cannot be read: 'times' goes beyond bucket 303")]
    [InlineData("\"times\":[50,1,-1]", "a field cannot be read: a count in 'times' is outside 0 to 9007199254740991")]
    [InlineData("\"times\":[50,9007199254740992]", "a field cannot be read: a count in 'times' is outside 0 to 9007199254740991")]
    public void Read_ImplausibleField_SaysWhich(string field, string error) => AssertRefused($"{{{Required},{field}}}", error);

    [Theory]
    [InlineData("\"seq\":\"1\"")]
    [InlineData("\"state\":1")]
    [InlineData("\"interval_ms\":1.5")]
    [InlineData("\"interval_ms\":99999999999")]
    [InlineData("\"concurrency\":null")]
    [InlineData("\"done\":true")]
    [InlineData("\"busy_ms\":\"long\"")]
    [InlineData("\"done_by\":{\"x\":null}")]
    [InlineData("\"kinds\":{\"x\":{\"done\":1.5}}")]
    [InlineData("\"kinds\":{\"x\":{\"done\":null}}")]
    [InlineData("\"kinds\":{\"x\":{\"busy_ms\":\"1\"}}")]
    [InlineData("\"labels\":{\"zone\":1}")]
    [InlineData("\"started_at\":\"yesterday\"")]
    public void Read_WrongType_IsRefused(string field)
    {
        Assert.False(HeartbeatCodec.TryRead(Encoding.UTF8.GetBytes($"{{{Required},{field}}}"), out _, out var error));
        Assert.StartsWith("a field cannot be read: ", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"labels\"", 32, "\"x\"", "a field cannot be read: 'labels' has more than 32 entries")]
    [InlineData("\"done_by\"", 256, "1", "a field cannot be read: 'done_by' has more than 256 entries")]
    [InlineData("\"kinds\"", 16, "{}", "a field cannot be read: 'kinds' has more than 16 entries")]
    public void Read_TooManyEntries_IsRefused(string field, int most, string value, string error)
    {
        string Json(int count) => $"{{{Required},{field}:{{{string.Join(',', Enumerable.Range(0, count).Select(i => $"\"e{i}\":{value}"))}}}}}";

        Assert.True(HeartbeatCodec.TryRead(Encoding.UTF8.GetBytes(Json(most)), out _, out _));
        AssertRefused(Json(most + 1), error);
    }

    [Fact]
    public void Read_TooLarge_IsRefusedUnread()
    {
        var start = $"{{{Required},\"labels\":{{\"zone\":\"";
        const string End = "\"}}";
        string Json(int size) => start + new string('x', size - start.Length - End.Length) + End;

        Assert.True(HeartbeatCodec.TryRead(Encoding.UTF8.GetBytes(Json(HeartbeatCodec.MaxSize)), out _, out _));
        AssertRefused(Json(HeartbeatCodec.MaxSize + 1), "16385 bytes, more than 16384");
    }

    [Fact]
    public void Read_InvalidUtf8_IsRefused()
    {
        var bytes = Encoding.UTF8.GetBytes($"{{{Required},\"state\":\"??\"}}");
        bytes[Array.IndexOf(bytes, (byte)'?')] = 0xC3;
        bytes[Array.LastIndexOf(bytes, (byte)'?')] = 0x28;

        Assert.False(HeartbeatCodec.TryRead(bytes, out _, out var error));
        Assert.NotNull(error);
    }

    [Fact]
    public void Read_UnknownFields_AreIgnoredHoweverDeep()
    {
        const string Deep = "\"future\":{\"a\":[{\"b\":[[[1]]]}]},\"group_hint\":[1,2],\"later\":null";

        Assert.True(HeartbeatCodec.TryRead(Encoding.UTF8.GetBytes($"{{{Deep},{Required},\"latency_ms\":{{\"p75\":{{}},\"p50\":1}}}}"), out var heartbeat, out var error), error);
        Assert.Equal(("g", 1.0, null), (heartbeat!.Group, heartbeat.LatencyP50Ms, heartbeat.LatencyP99Ms));
    }

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void Read_LengthOfAKindsName_IsBounded(int length, bool accepted) =>
        Assert.Equal(accepted, HeartbeatCodec.TryRead(Encoding.UTF8.GetBytes($"{{{Required},\"kinds\":{{\"{new string('~', length)}\":{{}}}}}}"), out _, out _));

    [Fact]
    public void Read_FieldsOfAKind_AreOptionalAndUnknownOnesIgnored()
    {
        const string Kinds = "\"kinds\":{\"\":{},\"a b\":{\"p99\":{\"x\":[1]},\"busy_ms\":2.5,\"done\":3}}";

        Assert.True(HeartbeatCodec.TryRead(Encoding.UTF8.GetBytes($"{{{Required},{Kinds}}}"), out var heartbeat, out var error), error);
        Assert.Equal([new("", default), new("a b", new KindCounts(3, 2.5))], heartbeat!.Kinds);
    }

    [Fact]
    public void Read_OptionalFieldsNull_CountAsAbsent()
    {
        const string Nulls = "\"weight\":null,\"latency_ms\":{\"p50\":null,\"p99\":null},\"done_by\":null,\"kinds\":null,\"labels\":null,\"started_at\":null,\"state\":null";

        Assert.True(HeartbeatCodec.TryRead(Encoding.UTF8.GetBytes($"{{{Required},{Nulls}}}"), out var heartbeat, out var error), error);
        Assert.Equivalent(new Heartbeat { Group = "g", Destination = "d", Instance = "i", Sequence = 1 }, heartbeat, strict: true);
    }

    [Fact]
    public void Read_LargestCounters_AddUp()
    {
        const string Largest = "\"done\":9007199254740991,\"failed\":9007199254740991,\"returned\":9007199254740991";

        Assert.True(HeartbeatCodec.TryRead(Encoding.UTF8.GetBytes($"{{{Required},{Largest}}}"), out var heartbeat, out _));
        Assert.Equal(27_021_597_764_222_973, heartbeat!.Settled);
    }

    private static void AssertRefused(string json, string expected)
    {
        Assert.False(HeartbeatCodec.TryRead(Encoding.UTF8.GetBytes(json), out var heartbeat, out var error));
        Assert.Null(heartbeat);
        Assert.Equal(expected, error);
    }
}
