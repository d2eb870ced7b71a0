using System.Reflection;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Core.Tests.Abstractions;

public sealed class MessagePropertiesTests
{
    private static readonly PropertyInfo[] All = typeof(MessageProperties).GetProperties();

    [Fact]
    public void CopyFrom_EveryPropertySet_TakesThemAll()
    {
        var original = Full();
        var copy = new MessageProperties { ContentType = "old", Priority = 9 };

        copy.CopyFrom(original);

        Assert.Equal(13, All.Length);
        Assert.Equivalent(original, copy, strict: true);
    }

    [Fact]
    public void CopyFrom_HeadersChangedAfterwards_KeepsItsOwn()
    {
        var original = Full();
        var copy = new MessageProperties();
        copy.CopyFrom(original);

        original.Headers!["added"] = 1;

        Assert.Equal(["tenant"], copy.Headers!.Keys);
    }

    [Fact]
    public void Clear_EveryPropertySet_LeavesNone()
    {
        var properties = Full();
        Assert.All(All, property => Assert.NotEqual(property.GetValue(new MessageProperties()), property.GetValue(properties)));

        properties.Clear();

        Assert.All(All, property => Assert.Equal(property.GetValue(new MessageProperties()), property.GetValue(properties)));
    }

    [Theory]
    [InlineData("text", "grün")]
    [InlineData("bytes", "grün")]
    [InlineData("number", null)]
    [InlineData("null", null)]
    [InlineData("missing", null)]
    public void GetText_WhateverCarriesIt_IsTheText(string name, string? expected)
    {
        var headers = new Dictionary<string, object?> { ["text"] = "grün", ["bytes"] = "grün"u8.ToArray(), ["number"] = 1, ["null"] = null };

        Assert.Equal(expected, HeaderValues.GetText(headers, name));
        Assert.Null(HeaderValues.GetText(null, name));
    }

    [Fact]
    public void CopyFrom_IntoADictionaryOfOurs_UsesItAgain()
    {
        var headers = new Dictionary<string, object?> { ["before"] = 1 };
        var copy = new MessageProperties();

        copy.CopyFrom(Full(), headers);
        Assert.Same(headers, copy.Headers);
        Assert.Equal(["tenant"], headers.Keys);
        Assert.Equal(("i", (byte?)1), (copy.AppId, copy.Priority));

        copy.CopyFrom(new MessageProperties(), headers);
        Assert.Null(copy.Headers);
        Assert.Empty(headers);
    }

    private static MessageProperties Full() => new()
    {
        ContentType = "a",
        ContentEncoding = "b",
        Headers = new Dictionary<string, object?> { ["tenant"] = "c" },
        Persistent = true,
        Priority = 1,
        CorrelationId = "d",
        ReplyTo = "e",
        Expiration = "2",
        MessageId = "f",
        Timestamp = 3,
        Type = "g",
        UserId = "h",
        AppId = "i",
    };
}
