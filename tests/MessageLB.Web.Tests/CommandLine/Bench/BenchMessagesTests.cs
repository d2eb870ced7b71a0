using System.Text;
using System.Text.Json;
using MessageLB.CommandLine.Commands.Bench;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Web.Tests.CommandLine.Bench;

public sealed class BenchMessagesTests
{
    [Theory]
    [InlineData(33)]
    [InlineData(64)]
    [InlineData(4096)]
    public void Make_Size_IsJsonOfThatManyBytesWithTheNumber(int size)
    {
        var properties = new MessageProperties();

        var body = new BenchMessages("g", size).Make(42, properties);

        Assert.Equal(size, body.Length);
        var json = JsonElement.Parse(Encoding.UTF8.GetString(body.Span));
        Assert.Equal((42, new string('.', size - 33)), (json.GetProperty("number").GetInt32(), json.GetProperty("filler").GetString()));
        Assert.Equal(("g.42", "application/json", true), (properties.MessageId, properties.ContentType, properties.Persistent));
    }

    [Fact]
    public void NumberOf_ShorterNumberAfterALongerOne_IsItsOwn()
    {
        var messages = new BenchMessages("g", BenchMessages.LeastSize);

        var numbers = new[] { 0, int.MaxValue, 7 }.Select(number => BenchMessages.NumberOf(messages.Make(number, new MessageProperties()).Span)).ToList();

        Assert.Equal([0, int.MaxValue, 7], numbers);
    }
}
