// CallWords, TypeWords: which resources an API call is about, as far as names tell.
//
// AWS names calls "verb, object, aspect" (AuthorizeSecurityGroupIngress) and types "service, noun"
// (AWS::EC2::SecurityGroup): a call is about a type when its service is the type's and its object
// is the type's noun, or one of the words that the API has for it (an EIP is an address). Words
// that begin a longer noun do not count: CreateVpcEndpoint is not about a VPC.
//
// Threads: immutable; any thread. Cost: O(words), some 100 ns; making one some microseconds.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace trailloupe::config {

// The name of an event in words.
class CallWords
{
public:
    CallWords() = default;
    explicit CallWords(std::string_view eventName); // a version behind it is looked through

    std::string_view verb() const;
    bool creates() const; // Create, Run, Allocate, Put …: what it names may be new
    bool deletes() const; // Delete, Terminate, Release …
    bool removes() const; // these, and Revoke, Detach, Disassociate, Untag …
    bool replaces() const; // Modify, Update, Set …: adds and removes as its request says
    bool isTagCall() const; // changes the tags of what it names

private:
    friend class TypeWords;
    std::vector<std::string> m_words; // lower case
    std::size_t m_verb = 0;
    bool m_schedulesDeletion = false;
};

// How a parameter names a resource of a type.
enum class KeyFit : std::uint8_t
{
    No,
    Generic, // "resourceId", "name": of whatever the call is about
    Other, // of this type, but not the one that the call is about: "sourceGroupId"
    Yes, // "groupId" of a security group
};

class TypeWords
{
public:
    explicit TypeWords(std::string_view type);

    bool isServedBy(std::string_view eventSource) const; // "ec2.amazonaws.com" for AWS::EC2::…
    bool isObjectOf(const CallWords& call) const; // or some part of it
    // Of the whole of it: DeleteBucket, not DeleteBucketPolicy.
    bool isWholeObjectOf(const CallWords& call) const;
    // The innermost name of a path, in any case; or the key of a tag that AWS reserves.
    KeyFit keyFit(std::string_view key) const;
    bool isNamedByTags() const; // there is such a tag: "aws:autoscaling:groupName"
    std::string_view service() const { return m_service; }

private:
    // Uses the words behind each noun that the call is about; true once that says so.
    template<typename Use>
    bool anyObject(const CallWords& call, const Use& use) const;

    std::string m_service; // "ec2"
    std::vector<std::string> m_nouns; // "securitygroup": the type's own, then others
    std::vector<std::string> m_keys; // what parameters call it beside the nouns
};

// What a call makes or deletes beside what it is about: RunInstances of an instance makes volumes
// and network interfaces, TerminateInstances deletes them. An empty `ofType` is any.
bool isByProduct(std::string_view eventName, std::string_view ofType, std::string_view type);

// Letters and digits of an identifier that AWS gave, so that the text stands for one resource
// wherever it is found: ARNs, "i-0123456789abcdef0", "AROAEXAMPLE…", UUIDs, URLs of queues.
bool isUniqueText(std::string_view text);

} // namespace trailloupe::config
