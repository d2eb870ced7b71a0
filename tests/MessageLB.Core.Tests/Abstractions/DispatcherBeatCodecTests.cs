using System.Buffers;
using System.Text;
using Xunit;

namespace MessageLB.Core.Tests.Abstractions;

public sealed class DispatcherBeatCodecTests
{
    private static readonly DispatcherBeat Full = new()
    {
        Id = "node1-4711-3fa9",
        Sequence = 17,
        State = DispatcherState.Stopping,
        IntervalMs = 250,
        StartedAt = new DateTimeOffset(2026, 11, 26, 8, 0, 0, TimeSpan.Zero),
        Groups = ["orders", "bills"],
    };

    [Fact]
    public void Read_WhatWasWritten_IsTheSame()
    {
        Assert.True(DispatcherBeatCodec.TryRead(Write(Full), out var read, out var error), error);

        Assert.Equivalent(Full, read, strict: true);
    }

    [Fact]
    public void Write_Full_IsTheDocumentedText() => Assert.Equal(
        """{"v":1,"id":"node1-4711-3fa9","seq":17,"state":"stopping","interval_ms":250,"started_at":"2026-11-26T08:00:00+00:00","groups":["orders","bills"]}""",
        Encoding.UTF8.GetString(Write(Full)));

    [Fact]
    public void Read_OnlyTheRequiredFields_HasTheDefaults()
    {
        Assert.True(DispatcherBeatCodec.TryRead("""{"later":[{}],"v":1,"id":"d","seq":0,"groups":[]}"""u8, out var read, out var error), error);

        Assert.Equivalent(new DispatcherBeat { Id = "d", Sequence = 0, State = DispatcherState.Ready, IntervalMs = 500 }, read, strict: true);
    }

    [Fact]
    public void Read_MostAndLongestGroups_Fits()
    {
        var most = Full with { Groups = [.. Enumerable.Range(0, DispatcherBeat.MaxGroups).Select(i => $"g{i}".PadRight(Names.MaxLength, 'x'))] };
        var written = Write(most);

        Assert.True(DispatcherBeatCodec.TryRead(written, out var read, out var error), error);
        Assert.Equal(most.Groups, read!.Groups);
        AssertRefused(Write(most with { Groups = [.. most.Groups, "one"] }), "'groups' has more than 1000 entries");
    }

    [Theory]
    [InlineData("", "not valid JSON (line 1, byte 0)")]
    [InlineData("{\"v\":1,}", "not valid JSON (line 1, byte 7)")]
    [InlineData("[]", "not an object")]
    [InlineData("{}", "field 'v' is missing or not a number")]
    [InlineData("{\"v\":2}", "version is not 1")]
    [InlineData("{\"v\":1.5}", "version is not 1")]
    [InlineData("{\"v\":1}", "field 'id' is missing or not a valid name")]
    [InlineData("{\"v\":1,\"id\":\"a.b\"}", "field 'id' is missing or not a valid name")]
    [InlineData("{\"v\":1,\"id\":7}", "field 'id' is missing or not a valid name")]
    [InlineData("{\"v\":1,\"id\":\"\\ud800\"}", "a text cannot be read")]
    [InlineData("{\"v\":1,\"id\":\"d\"}", "field 'seq' is missing or not a counter")]
    [InlineData("{\"v\":1,\"id\":\"d\",\"seq\":-1}", "field 'seq' is missing or not a counter")]
    [InlineData("{\"v\":1,\"id\":\"d\",\"seq\":9007199254740992}", "field 'seq' is missing or not a counter")]
    [InlineData("{\"v\":1,\"id\":\"d\",\"seq\":1.5}", "field 'seq' is missing or not a counter")]
    [InlineData("{\"v\":1,\"id\":\"d\",\"seq\":1,\"state\":\"tired\"}", "field 'state' is none of ready, stopping")]
    [InlineData("{\"v\":1,\"id\":\"d\",\"seq\":1,\"state\":null}", "field 'state' is none of ready, stopping")]
    [InlineData("{\"v\":1,\"id\":\"d\",\"seq\":1,\"interval_ms\":49}", "field 'interval_ms' is outside 50 to 60000")]
    [InlineData("{\"v\":1,\"id\":\"d\",\"seq\":1,\"interval_ms\":60001}", "field 'interval_ms' is outside 50 to 60000")]
    [InlineData("{\"v\":1,\"id\":\"d\",\"seq\":1,\"interval_ms\":1e999}", "field 'interval_ms' is outside 50 to 60000")]
    [InlineData("{\"v\":1,\"id\":\"d\",\"seq\":1,\"started_at\":\"yesterday\"}", "field 'started_at' is not a time")]
    [InlineData("{\"v\":1,\"id\":\"d\",\"seq\":1}", "field 'groups' is missing or not a list")]
    [InlineData("{\"v\":1,\"id\":\"d\",\"seq\":1,\"groups\":{}}", "field 'groups' is missing or not a list")]
    [InlineData("{\"v\":1,\"id\":\"d\",\"seq\":1,\"groups\":[\"a\",7]}", "a name in 'groups' is not valid")]
    [InlineData("{\"v\":1,\"id\":\"d\",\"seq\":1,\"groups\":[\"a.b\"]}", "a name in 'groups' is not valid")]
    public void Read_NotABeat_SaysWhy(string json, string error) => AssertRefused(Encoding.UTF8.GetBytes(json), error);

    [Fact]
    public void Read_TooLarge_IsRefusedUnread() => AssertRefused(new byte[DispatcherBeatCodec.MaxSize + 1], "81921 bytes, more than 81920");

    [Fact]
    public void Read_AnyBytes_NeverThrowsAndSaysWhy() => Damage.Check(Write(Full), bytes =>
        DispatcherBeatCodec.TryRead(bytes, out var beat, out var error) ? beat is not null && error is null : beat is null && error is not null);

    private static void AssertRefused(byte[] json, string expected)
    {
        Assert.False(DispatcherBeatCodec.TryRead(json, out var beat, out var error));
        Assert.Null(beat);
        Assert.Equal(expected, error);
    }

    private static byte[] Write(DispatcherBeat beat)
    {
        var buffer = new ArrayBufferWriter<byte>();
        DispatcherBeatCodec.Write(buffer, beat);
        return buffer.WrittenSpan.ToArray();
    }
}
