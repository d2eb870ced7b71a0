using MessageLB.Core.Hashing;
using MessageLB.Testing;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Core.Tests.Hashing;

public sealed class KeySourceTests
{
    private static readonly MessageProperties Message = new()
    {
        Type = "placed",
        MessageId = "m-1",
        CorrelationId = "c-1",
        UserId = "shop",
        AppId = "web",
        Headers = new Dictionary<string, object?>
        {
            ["customer"] = "4711",
            ["bytes"] = "4711"u8.ToArray(),
            ["number"] = 4711,
            ["long"] = 4711L,
            ["flag"] = true,
            ["empty"] = "",
            ["nobytes"] = Array.Empty<byte>(),
            ["null"] = null,
            ["table"] = new Dictionary<string, object?>(),
        },
    };

    [Theory]
    [InlineData("header:customer", "4711")]
    [InlineData("header:bytes", "4711")]
    [InlineData("header:number", "4711")]
    [InlineData("header:long", "4711")]
    [InlineData("header:flag", "true")]
    [InlineData("routing-key", "orders.eu")]
    [InlineData("type", "placed")]
    [InlineData("message-id", "m-1")]
    [InlineData("correlation-id", "c-1")]
    [InlineData("user-id", "shop")]
    [InlineData("app-id", "web")]
    public void TryHash_FieldIsThere_IsTheHashOfItsText(string source, string text)
    {
        var key = Parse(source);

        Assert.True(key.TryHash(Message, "orders.eu", out var hash));
        Assert.Equal(StableHash.Of(text.AsSpan()), hash);
        Assert.Equal(text, key.Text(Message, "orders.eu"));
    }

    [Theory]
    [InlineData("header:absent")]
    [InlineData("header:empty")]
    [InlineData("header:nobytes")]
    [InlineData("header:null")]
    [InlineData("header:table")]
    public void TryHash_HeaderWithoutText_IsNoKey(string source)
    {
        var key = Parse(source);

        Assert.False(key.TryHash(Message, "orders.eu", out var hash));
        Assert.Equal(0ul, hash);
        Assert.Null(key.Text(Message, "orders.eu"));
    }

    [Theory]
    [InlineData("header:customer")]
    [InlineData("routing-key")]
    [InlineData("user-id")]
    public void TryHash_EmptyMessage_IsNoKey(string source) =>
        Assert.False(Parse(source).TryHash(new MessageProperties(), "", out _));

    [Theory]
    [InlineData("header: customer ", "header:customer")]
    [InlineData("HEADER:Customer", "header:Customer")]
    [InlineData("Routing_Key", "routing-key")]
    [InlineData("messageid", "message-id")]
    public void TryParse_OtherSpellings_MeanTheSame(string text, string written) =>
        Assert.Equal(written, Parse(text).ToString());

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("customer")]
    [InlineData("header:")]
    [InlineData("header")]
    public void TryParse_NoKey_HintsAtTheForm(string? text)
    {
        Assert.False(KeySource.TryParse(text, out var key, out var problem));
        Assert.Equal("is no key: write header:NAME, routing-key, type, message-id, correlation-id, user-id or app-id", problem);
        Assert.Equal("header:messagelb-key", key.ToString());
    }

    [Fact]
    public void TryHash_AnyField_AllocatesNothing()
    {
        KeySource[] keys = [Parse("header:customer"), Parse("header:bytes"), Parse("header:number"), Parse("type"), Parse("routing-key")];
        foreach (var key in keys) key.TryHash(Message, "orders.eu", out _);

        var allocated = Allocations.InSteadyState(() =>
        {
            foreach (var key in keys) key.TryHash(Message, "orders.eu", out _);
        });

        Assert.Equal(0, allocated);
    }

    private static KeySource Parse(string text)
    {
        Assert.True(KeySource.TryParse(text, out var key, out var problem), problem);
        return key;
    }
}
