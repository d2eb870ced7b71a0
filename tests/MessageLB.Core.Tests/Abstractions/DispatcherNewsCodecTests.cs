using System.Buffers;
using System.Text;
using Xunit;

namespace MessageLB.Core.Tests.Abstractions;

public sealed class DispatcherNewsCodecTests
{
    private const string Entry = "{\"group\":\"g\",\"destination\":\"d\",\"instance\":\"i\",\"seq\":1}";

    private static readonly DispatcherNews Full = new()
    {
        Id = "node1-4711-3fa9",
        Lost = [new(new WorkerInstance("orders", "a", "pod-7f9c"), 4711), new(new WorkerInstance("bills", "b", "pod-8a01"), 0)],
    };

    [Fact]
    public void Read_WhatWasWritten_IsTheSame()
    {
        Assert.True(DispatcherNewsCodec.TryRead(Write(Full), out var read, out var error), error);

        Assert.Equal(Full.Id, read!.Id);
        Assert.Equal(Full.Lost, read.Lost);
    }

    [Fact]
    public void Write_Full_IsTheDocumentedText()
    {
        const string Expected =
            """
            {"v":1,"id":"node1-4711-3fa9","lost":[{"group":"orders","destination":"a","instance":"pod-7f9c","seq":4711},
            {"group":"bills","destination":"b","instance":"pod-8a01","seq":0}]}
            """;

        Assert.Equal(Expected.ReplaceLineEndings(string.Empty), Encoding.UTF8.GetString(Write(Full)));
    }

    [Fact]
    public void Read_MostAndLongest_Fits()
    {
        var name = new string('x', Names.MaxLength);
        var one = new LostInstance(new WorkerInstance(name, name, name), (1L << 53) - 1);
        var most = new DispatcherNews { Id = name, Lost = [.. Enumerable.Repeat(one, DispatcherNews.MaxLost)] };

        Assert.True(DispatcherNewsCodec.TryRead(Write(most), out _, out var error), error);
        AssertRefused(Write(most with { Lost = [.. most.Lost, one] }), "'lost' has no entry, or more than 64");
    }

    [Theory]
    [InlineData("{\"v\":1}", "field 'id' is missing or not a valid name")]
    [InlineData("{\"v\":1,\"id\":\"d\"}", "field 'lost' is missing or not a list")]
    [InlineData("{\"v\":1,\"id\":\"d\",\"lost\":7}", "field 'lost' is missing or not a list")]
    [InlineData("{\"v\":1,\"id\":\"d\",\"lost\":[]}", "'lost' has no entry, or more than 64")]
    [InlineData("{\"v\":1,\"id\":\"d\",\"lost\":[" + Entry + ",1]}", "an entry in 'lost' is not an instance")]
    [InlineData("{\"v\":1,\"id\":\"d\",\"lost\":[{\"group\":\"g\",\"destination\":\"d\",\"instance\":\"i\"}]}", "an entry in 'lost' is not an instance")]
    [InlineData("{\"v\":1,\"id\":\"d\",\"lost\":[{\"group\":\"g\",\"destination\":\"d\",\"instance\":\"*\",\"seq\":1}]}", "an entry in 'lost' is not an instance")]
    [InlineData("{\"v\":1,\"id\":\"d\",\"lost\":[" + Entry + "]}x", "not valid JSON (line 1, byte 80)")]
    public void Read_NoNews_SaysWhy(string json, string error) => AssertRefused(Encoding.UTF8.GetBytes(json), error);

    [Fact]
    public void Write_WordsOnly_IsTheDocumentedText()
    {
        const string Expected =
            """{"v":1,"id":"d1","wanted":[{"group":"orders","destination":"a","state":"draining","by":"the HTTP API","at_ms":1795680000000,"from":"d2"}]}""";
        var words = new DispatcherNews { Id = "d1", Lost = [], Wanted = [new("orders", "a", "draining", "the HTTP API", 1795680000000, "d2")] };

        Assert.Equal(Expected, Encoding.UTF8.GetString(Write(words)));
        Assert.True(DispatcherNewsCodec.TryRead(Write(words), out var read, out var error), error);
        Assert.Empty(read!.Lost);
        Assert.Equal(words.Wanted, read.Wanted);
    }

    [Fact]
    public void Read_MostAndLongestWords_Fit()
    {
        var name = new string('x', Names.MaxLength);
        var one = new WantedState(name, name, "maintenance", new string('\u00e4', WantedState.LongestBy), (1L << 53) - 1, name);
        var most = new DispatcherNews { Id = name, Lost = [], Wanted = [.. Enumerable.Repeat(one, DispatcherNews.MaxWanted)] };

        Assert.True(DispatcherNewsCodec.TryRead(Write(most), out var read, out var error), error);
        Assert.Equal(one, read!.Wanted[^1]);
        AssertRefused(Write(most with { Wanted = [one with { By = one.By + "x" }] }), "an entry in 'wanted' is no word on a destination");
    }

    [Theory]
    [InlineData("7", "field 'wanted' is not a list")]
    [InlineData("[]", "'wanted' has no entry, or more than 32")]
    [InlineData("[1]", "an entry in 'wanted' is no word on a destination")]
    [InlineData("[{\"group\":\"g\",\"destination\":\"d\",\"state\":\"gone\",\"by\":\"x\",\"at_ms\":1,\"from\":\"d\"}]", "an entry in 'wanted' is no word on a destination")]
    [InlineData("[{\"group\":\"g\",\"destination\":\"d\",\"state\":\"active\",\"by\":\"x\",\"at_ms\":-1,\"from\":\"d\"}]", "an entry in 'wanted' is no word on a destination")]
    [InlineData("[{\"group\":\"g\",\"destination\":\"d\",\"state\":\"active\",\"by\":\"x\",\"at_ms\":1}]", "an entry in 'wanted' is no word on a destination")]
    public void Read_NoWords_SaysWhy(string wanted, string error) => AssertRefused(Encoding.UTF8.GetBytes("{\"v\":1,\"id\":\"d\",\"wanted\":" + wanted + "}"), error);

    [Fact]
    public void Read_TooLarge_IsRefusedUnread() => AssertRefused(new byte[DispatcherNewsCodec.MaxSize + 1], "24577 bytes, more than 24576");

    [Fact]
    public void Read_AnyBytes_NeverThrowsAndSaysWhy() => Damage.Check(Write(Full), bytes =>
        DispatcherNewsCodec.TryRead(bytes, out var news, out var error) ? news is not null && error is null : news is null && error is not null);

    private static void AssertRefused(byte[] json, string expected)
    {
        Assert.False(DispatcherNewsCodec.TryRead(json, out var news, out var error));
        Assert.Null(news);
        Assert.Equal(expected, error);
    }

    private static byte[] Write(DispatcherNews news)
    {
        var buffer = new ArrayBufferWriter<byte>();
        DispatcherNewsCodec.Write(buffer, news);
        return buffer.WrittenSpan.ToArray();
    }
}
